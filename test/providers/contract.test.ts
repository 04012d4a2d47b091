import { createHmac } from 'node:crypto';
import { secpaid } from '../../server/providers/secpaid/index.js';
import { securepayapi } from '../../server/providers/securepayapi/index.js';
import { describeProviderContract } from './provider-contract.js';

describeProviderContract({
  provider: secpaid,
  listenAt: (endpoint) => ({ paymentEndpoints: [endpoint] }),
  async createPayment(env) {
    const reply = await fetch(`${env.SECPAID_BASE_URL}/api/v2/createLink`, {
      method: 'POST',
      headers: { token: env.SECPAID_TOKEN ?? '' },
      body: new URLSearchParams({ amount: '42.50' }),
    });
    return String(((await reply.json()) as { data: { id: number } }).data.id);
  },
  paths: [
    { title: 'paid by card', actions: [{ action: 'pay' }], outcome: 'succeeded' },
    {
      title: 'paid by bank transfer and settled',
      actions: [{ action: 'pay', method: 'bank-transfer' }, { action: 'settle' }],
      outcome: 'succeeded',
    },
    { title: 'declined, then paid', actions: [{ action: 'pay', card: 'decline' }, { action: 'pay' }], outcome: 'succeeded' },
    { title: 'cancelled', actions: [{ action: 'cancel' }], outcome: 'cancelled' },
  ],
  // SecPaid signs nothing: what can be checked is that nothing pretends to be a signature.
  verify: (_env, request) =>
    request.header('content-type') === 'application/json' && !request.headers.some(([name]) => /signature/i.test(name)),
  acknowledgedBy: [200, 201, 202, 204, 299],
  refusedStatuses: [199, 301, 302, 304, 400, 404, 500, 503],
});

describeProviderContract({
  provider: securepayapi,
  listenAt: (endpoint) => ({ webhookUrls: [endpoint] }),
  async createPayment(env) {
    const reply = await fetch(`${env.SECUREPAYAPI_BASE_URL}/api/v1/payment-intents`, {
      method: 'POST',
      headers: { authorization: `Bearer ${env.SECUREPAYAPI_SECRET_KEY}`, 'content-type': 'application/json' },
      body: JSON.stringify({ amount: 4599, currency: 'USD', externalid: 'bestellung-ü-😀' }),
    });
    return ((await reply.json()) as { id: string }).id;
  },
  paths: [
    { title: 'frictionless', actions: [{ action: 'pay' }], outcome: 'succeeded' },
    {
      title: 'challenge passed',
      actions: [
        { action: 'pay', card: 'challenge' },
        { action: 'challenge', result: 'pass' },
      ],
      outcome: 'succeeded',
    },
    {
      title: 'challenge failed',
      actions: [
        { action: 'pay', card: 'challenge' },
        { action: 'challenge', result: 'fail' },
      ],
      outcome: 'failed',
    },
    { title: 'declined', actions: [{ action: 'pay', card: 'decline' }], outcome: 'failed' },
    { title: 'declined, then paid', actions: [{ action: 'pay', card: 'decline' }, { action: 'pay' }], outcome: 'succeeded' },
  ],
  verify(env, request) {
    const bodies = [request.body.toString(), JSON.stringify(JSON.parse(request.body.toString()))];
    return bodies.every((body) => {
      const mac = createHmac('sha256', env.SECUREPAYAPI_SECRET_KEY ?? '').update(`${request.header('x-timestamp')}${body}`);
      return mac.digest('hex') === request.header('x-signature');
    });
  },
  acknowledgedBy: [204],
  refusedStatuses: [200, 201, 202, 205, 206, 301, 302, 400, 410, 500],
});
