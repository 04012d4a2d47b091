import { expect, test } from 'vitest';
import { payInBrowser, prepareFaultStage } from './fault-stage.js';

const stage = prepareFaultStage();

test('webhook-without-redirect: the webhook arrives, the browser gets no answer', async () => {
  const id = await stage.createLink();
  await stage.set({ fault: 'webhook-without-redirect' });
  await expect(payInBrowser(stage.harness, id)).rejects.toThrow();
  await stage.receiver.waitFor(({ url }) => url === '/hook');
  await stage.settle();
  expect(await stage.attempts(id)).toMatchObject([{ code: 'acknowledged' }]);
  expect(stage.receiver.requests.some(({ url }) => url.startsWith('/back'))).toBe(false);
  expect(await stage.uses()).toMatchObject([{ sentence: expect.stringContaining('dropped') }]);
});
