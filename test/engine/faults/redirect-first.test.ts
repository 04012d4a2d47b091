import { expect, test } from 'vitest';
import { actAsCustomer, callControl } from '../../support/harness.js';
import { payInBrowser, prepareFaultStage } from './fault-stage.js';

const stage = prepareFaultStage();

test('redirect-first: the browser is answered before the webhook is sent', async () => {
  const id = await stage.createLink();
  await stage.set({ fault: 'redirect-first', afterMs: 100, when: { payment: id } });
  const reply = await payInBrowser(stage.harness, id);
  expect(reply.status).toBe(302);
  expect(stage.unsigned).toEqual([]);
  await stage.receiver.waitFor(({ url }) => url === '/hook');
  await stage.settle();
  expect(await stage.attempts(id)).toMatchObject([{ code: 'acknowledged', faults: ['redirect-first'] }]);
  expect((await stage.records()).find(({ type }) => type === 'redirect.issued')).toMatchObject({ faults: ['redirect-first'] });
  expect((await stage.list()).faults).toEqual([]);
});

test('redirect-first: the virtual customer has seen the page of the app before the webhook comes', async () => {
  const id = await stage.createLink();
  await stage.set({ fault: 'redirect-first', afterMs: 600_000 });
  stage.receiver.replyWith(({ url }) => (url === '/hook' ? {} : { status: 200, body: 'thanks', delayMs: 150 }));
  await callControl(stage.harness, 'POST', `/payments/${id}/visits`, { action: { action: 'pay' } });
  await stage.receiver.waitFor(({ url }) => url === '/hook');
  expect(stage.receiver.requests.map(({ url }) => url.split('?')[0])).toEqual(['/back', '/hook']);
});

test('redirect-first: a payment that is paid by a call sends its webhook after that', async () => {
  const id = await stage.createLink();
  await stage.set({ fault: 'redirect-first', afterMs: 50 });
  expect((await actAsCustomer(stage.harness, id, { action: 'pay' })).redirect).toContain('/back');
  expect(stage.unsigned).toEqual([]);
  await stage.receiver.waitFor(({ url }) => url === '/hook');
});

test('redirect-first: a provider that sends nobody back cannot have it', async () => {
  await expect(stage.set({ fault: 'redirect-first', when: { provider: 'securepayapi' } })).rejects.toThrow(
    /does not send the browser back/,
  );
});
