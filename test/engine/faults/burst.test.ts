import { expect, test } from 'vitest';
import { callControl } from '../../support/harness.js';
import { prepareFaultStage } from './fault-stage.js';

const stage = prepareFaultStage();

test('burst: webhooks are collected and arrive together when there are enough', async () => {
  let open = 0;
  let most = 0;
  stage.receiver.replyWith(async () => {
    open++;
    most = Math.max(most, open);
    await expect.poll(() => most).toBe(4);
    open--;
    return { status: 200 };
  });
  await stage.set({ fault: 'burst', size: 4, when: { provider: 'secpaid' } });
  for (let count = 0; count < 3; count++) await stage.payLink();
  expect(stage.unsigned).toEqual([]);
  const last = await stage.payLink();
  await stage.settle();
  expect(stage.unsigned).toHaveLength(4);
  expect(await stage.attempts(last)).toMatchObject([{ faults: ['burst'], code: 'acknowledged' }]);
  expect(await stage.uses()).toMatchObject([
    { sentence: '4 webhooks were collected and let go at the same moment, in any order.' },
  ]);
});

test('burst: what was collected goes out when the time is over, events of one payment too', async () => {
  await stage.set({ fault: 'burst', size: 50, withinMs: 2_000 });
  await stage.payIntent();
  expect(stage.signed).toEqual([]);
  await stage.advance(1_999);
  expect(stage.signed).toEqual([]);
  await stage.advance(1);
  expect(stage.signed.length).toBeGreaterThanOrEqual(3);
  expect((await stage.list()).faults).toEqual([]);
});

test('burst: one of two takes two, also of those that come in the same moment', async () => {
  const paymentEndpoints = ['/hook/1', '/hook/2', '/hook/3', '/hook/4', '/hook/5'].map((path) => `${stage.receiver.url}${path}`);
  await callControl(stage.harness, 'PATCH', '/accounts/secpaid', { paymentEndpoints });
  await stage.set({ fault: 'burst', size: 2, times: 2, when: { provider: 'secpaid' } });
  await stage.payLink();
  expect((await stage.uses()).map(({ sentence }) => sentence.split(' ')[0])).toEqual(['2', '2']);
  expect(stage.unsigned).toHaveLength(5);
  expect((await stage.list()).faults).toEqual([]);
});
