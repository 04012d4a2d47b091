import { securepayapi } from '../../../server/providers/securepayapi/index.js';
import { createIntent } from '../../support/securepayapi-client.js';
import { describeProviderContract } from '../provider-contract.js';
import { verifyRaw, verifyReparsed } from './verify-webhook.js';

describeProviderContract({
  provider: securepayapi,
  listenAt: (endpoint) => ({ webhookUrls: [endpoint] }),
  async createPayment(env) {
    const config = { securepayapiUrl: env.SECUREPAYAPI_BASE_URL, securepayapiSecret: env.SECUREPAYAPI_SECRET_KEY };
    return (await createIntent(config, 4599, 'inv-2041')).intentId;
  },
  paths: [
    { title: 'a frictionless card', actions: [{ action: 'pay' }], outcome: 'succeeded' },
    {
      title: 'a challenge that is passed',
      actions: [
        { action: 'pay', card: 'challenge' },
        { action: 'challenge', result: 'pass' },
      ],
      outcome: 'succeeded',
    },
    { title: 'a challenge that fails', actions: [{ action: 'pay', card: 'auth-fail' }], outcome: 'failed' },
    { title: 'a declined card', actions: [{ action: 'pay', card: 'decline' }], outcome: 'failed' },
    {
      title: 'another card after a decline',
      actions: [{ action: 'pay', card: 'decline' }, { action: 'pay' }],
      outcome: 'succeeded',
    },
  ],
  verify(env, request) {
    const sent = new Map(request.headers.map(([name, value]) => [name.toLowerCase(), value]));
    const facts = [env.SECUREPAYAPI_SECRET_KEY ?? '', sent.get('x-timestamp') ?? '', sent.get('x-signature') ?? ''] as const;
    const body = request.body.toString('utf8');
    return verifyRaw(...facts, body) && verifyReparsed(...facts, body);
  },
  acknowledgedBy: [204],
  refusedStatuses: [200, 201, 202, 301, 302, 400, 410, 500, 503],
});
