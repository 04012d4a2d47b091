import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { createHarness } from '../../server/index.js';
import { toypay } from '../../server/providers/toypay/index.js';
import { describeProviderContract } from './provider-contract.js';

describeProviderContract({
  provider: toypay,
  listenAt: (endpoint) => ({ webhookUrls: [endpoint] }),
  async createPayment(env) {
    const reply = await fetch(`${env.TOYPAY_BASE_URL}/charges`, {
      method: 'POST',
      headers: { 'x-api-key': env.TOYPAY_API_KEY ?? '', 'content-type': 'application/json' },
      body: JSON.stringify({ amount: 4599, order: 'order-ü-😀' }),
    });
    return ((await reply.json()) as { id: string }).id;
  },
  paths: [
    { title: 'paid', actions: [{ action: 'pay' }], outcome: 'succeeded' },
    { title: 'cancelled', actions: [{ action: 'cancel' }], outcome: 'cancelled' },
  ],
  verify: (env, request) =>
    createHmac('sha256', env.TOYPAY_API_KEY ?? '')
      .update(request.body)
      .digest('hex') === request.header('x-toy-signature'),
  acknowledgedBy: [200],
  refusedStatuses: [199, 201, 204, 301, 400, 500],
});

test('test code has its API as lane.api.toypay', async () => {
  const harness = await createHarness({ port: 0 });
  await harness.listen();
  const lane = await harness.lane();
  const { id } = await lane.api.toypay.createCharge({ amount: 1_200 });
  await lane.customer(id).pay();
  await lane.idle();
  await lane.expect(id).acknowledged({ attempts: 1 });
  await expect(lane.api.toypay.createCharge({ amount: 0 })).rejects.toThrow('refused with 400');
  await harness.close();
});
