import type { JsonObject } from '../../protocol/records.js';
import { type ApiCaller, ProviderApiError } from '../api-client.js';

/** What `POST /api/v1/payment-intents` takes. Source: doc.securepayapi.com/api-reference. */
export interface CreatePaymentIntent {
  /** US cents, 1 to 99999999. */
  amount: number;
  /** Only USD in version 1. */
  currency?: string;
  /** The app's own number; comes back in webhooks. */
  externalid?: string;
  customerid?: string;
  reference?: string;
  /** 5 to 100 characters. */
  description?: string;
  descriptor?: string;
  theme?: 'light' | 'dark';
  metadata?: Record<string, string>;
}

export interface PaymentIntent {
  id: string;
  client_secret: string;
  /** US cents. */
  amount: number;
  currency: string;
  status: string;
}

/** SecurePayAPI's API for an app's server, with the secret key of one account. */
export interface SecurePayApiClient {
  /** @throws ProviderApiError with what the API said. */
  createPaymentIntent(fields: CreatePaymentIntent): Promise<PaymentIntent>;
}

export function createSecurePayApiClient({ keys, send }: ApiCaller): SecurePayApiClient {
  return {
    async createPaymentIntent(fields) {
      const reply = await send({
        method: 'POST',
        path: '/api/v1/payment-intents',
        headers: [['Authorization', `Bearer ${keys.secretKey ?? ''}`]],
        body: { currency: 'USD', ...fields } as JsonObject,
      });
      if (reply.status >= 200 && reply.status < 300) return reply.value as unknown as PaymentIntent;
      throw new ProviderApiError('payment-intents', reply.text.slice(0, 1_000), reply);
    },
  };
}
