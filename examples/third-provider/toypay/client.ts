import { type ApiCaller, ProviderApiError } from '../api-client.js';

export interface Charge {
  id: string;
  status: string;
  pay_url: string;
}

/** ToyPay's API as an app's server calls it: `lane.api.toypay` in test code. Left out, a provider works without. */
export interface ToyPayClient {
  /** @throws ProviderApiError with what the API said. */
  createCharge(fields: { amount: number; order?: string }): Promise<Charge>;
}

export function createToyPayClient({ keys, send }: ApiCaller): ToyPayClient {
  return {
    async createCharge(fields) {
      const reply = await send({ method: 'POST', path: '/charges', headers: [['X-Api-Key', keys.apiKey ?? '']], body: fields });
      if (reply.status === 200) return reply.value as unknown as Charge;
      throw new ProviderApiError('create charge', reply.text.slice(0, 1_000), reply);
    },
  };
}
