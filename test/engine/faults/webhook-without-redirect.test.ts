import { expect, test } from 'vitest';
import type { VisitReply } from '../../../server/http/control/visit-replies.js';
import { callControl } from '../../support/harness.js';
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

test('webhook-without-redirect: no other callback URL is called either', async () => {
  const at = (path: string) => `${stage.receiver.url}${path}`;
  const id = await stage.createLink({ callback_url: `${at('/back')},${at('/other')}` });
  await stage.set({ fault: 'webhook-without-redirect' });
  await expect(payInBrowser(stage.harness, id)).rejects.toThrow();
  await stage.settle();
  expect(stage.receiver.requests.map(({ url }) => url)).toEqual(['/hook']);
});

test('webhook-without-redirect: the virtual customer pays once and tells that no answer came', async () => {
  const id = await stage.createLink();
  await stage.set({ fault: 'webhook-without-redirect' });
  const { visit, payment } = await callControl<VisitReply>(stage.harness, 'POST', `/payments/${id}/visits`, {
    action: { action: 'pay' },
  });
  expect(payment.outcome).toBe('succeeded');
  expect(visit).toMatchObject({
    hops: [
      { method: 'GET', status: 200 },
      { method: 'POST', status: null },
    ],
    page: null,
    stoppedBy: 'the browser got no answer: the checkout dropped the connection.',
  });
  const pages = (await stage.records()).filter((record) => record.type === 'page.served');
  expect(pages.map(({ route }) => route)).toEqual(['pay page', 'pay page form']);
});
