import { expect, test } from 'vitest';
import { callControl } from '../../support/harness.js';
import { openLane } from '../../support/lanes.js';
import { prepareFaultStage } from './fault-stage.js';

const stage = prepareFaultStage();
const types = async () => stage.unsigned.map((request) => request.header('content-type') !== undefined);

test('a fault takes effect once unless told otherwise, then it is used up', async () => {
  const { id } = await stage.set({ fault: 'missing-header' });
  await stage.payLink();
  await stage.payLink();
  expect(await types()).toEqual([false, true]);
  expect((await stage.records()).find(({ type }) => type === 'fault.cleared')).toMatchObject({ faultId: id, reason: 'used_up' });
});

test('times: retries meet it again as long as it is not used up', async () => {
  stage.receiver.replyNext({ status: 500 }, { status: 500 });
  await stage.set({ fault: 'missing-header', times: 2 });
  await stage.payLink();
  await stage.advance(1_000);
  await stage.advance(2_000);
  expect(await types()).toEqual([false, false, true]);
});

test('forMs: it ends by the clock of the lane, and that is told', async () => {
  const { timesLeft, endsAt } = await stage.set({ fault: 'missing-header', forMs: 10_000 });
  expect([timesLeft, endsAt]).toEqual([1_000, new Date(Date.UTC(2026, 4, 4, 12, 0, 10)).toISOString()]);
  await stage.payLink();
  await stage.advance(9_999);
  await stage.payLink();
  await stage.advance(1);
  await stage.payLink();
  expect(await types()).toEqual([false, false, true]);
  expect((await stage.list()).faults).toEqual([]);
  expect((await stage.records()).find(({ type }) => type === 'fault.cleared')).toMatchObject({ reason: 'time_over' });
});

test('when: payment, status, attempt, endpoint and provider restrict it; what does not fit is not touched', async () => {
  const [one, other] = [await stage.createLink(), await stage.createLink()];
  await stage.set({ fault: 'missing-header', when: { payment: other }, times: 9 });
  for (const id of [one, other]) await callControl(stage.harness, 'POST', `/payments/${id}/customer`, { action: 'pay' });
  await stage.settle();
  expect((await types()).sort()).toEqual([false, true]);
  await callControl(stage.harness, 'POST', '/faults/clear', {});

  stage.receiver.clear();
  stage.receiver.replyNext({ status: 500 }, { status: 500 });
  await stage.set({ fault: 'missing-header', when: { attempt: [2, 3], endpoint: '/hook', provider: 'secpaid' }, times: 9 });
  await stage.set({ fault: 'missing-header', when: { endpoint: '/elsewhere' }, times: 9 });
  await stage.set({ fault: 'missing-header', when: { status: 'Failed' }, times: 9 });
  await stage.payLink();
  await stage.advance(1_000);
  await stage.advance(2_000);
  expect(await types()).toEqual([true, false, false]);
});

test('a fault of one lane touches no other lane', async () => {
  const settings = { paymentEndpoints: [`${stage.receiver.url}/hook`] };
  const lane = await openLane(stage.harness, { accounts: { secpaid: { settings } } });
  await lane.call('POST', '/faults', { fault: 'missing-header', times: 9 });
  expect((await stage.list()).faults).toEqual([]);
  await stage.payLink();
  expect(await types()).toEqual([true]);
  await fetch(`${lane.view.env.SECPAID_BASE_URL}/api/v2/createLink`, {
    method: 'POST',
    headers: { token: lane.view.env.SECPAID_TOKEN ?? '', 'content-type': 'application/json' },
    body: '{"amount":1}',
  });
  const [payment] = [...stage.harness.engine.state.payments.values()].filter(({ lane: name }) => name === lane.view.name);
  await lane.call('POST', `/payments/${payment?.id}/customer`, { action: 'pay' });
  await stage.settle();
  expect(await types()).toEqual([true, false]);
  await lane.dispose();
  expect(stage.harness.engine.state.faults.size).toBe(0);
});
