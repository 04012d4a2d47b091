import { expect, test } from 'vitest';
import { postIntent, postLink, prepareFaultStage } from './fault-stage.js';

const stage = prepareFaultStage();

test('api-rate-limit: 429 with Retry-After in the shape of each provider', async () => {
  await stage.set({ fault: 'api-rate-limit', retryAfterSeconds: 7, times: 2 });
  const intent = await postIntent(stage.harness);
  expect([intent.status, intent.headers.get('retry-after')]).toEqual([429, '7']);
  expect(await intent.json()).toEqual({ error: { code: 'rate_limited', message: 'Too many requests' } });
  const link = await postLink(stage.harness);
  expect([link.status, link.headers.get('retry-after')]).toEqual([429, '7']);
  expect(await link.json()).toMatchObject({ ResponseCode: 0, ResponseMsg: 'Too Many Requests', Result: 'False' });
  expect((await postLink(stage.harness)).status).toBe(200);
});
