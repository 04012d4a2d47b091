import { expect, test } from 'vitest';
import { actAsCustomer, callControl, readPayment } from '../../support/harness.js';
import { prepareFaultStage, START_MS, statusOf } from './fault-stage.js';

const stage = prepareFaultStage();

test('delayed: the webhook goes out later by the clock of the lane, and those behind it keep their order', async () => {
  await stage.set({ fault: 'delayed', byMs: 60_000, when: { status: 'INIT' } });
  const id = await stage.payIntent();
  expect(stage.signed).toEqual([]);
  const [first] = (await readPayment(stage.harness, id)).events;
  expect(first?.deliveries[0]?.nextAttemptAt).toBe(new Date(START_MS + 60_000).toISOString());
  await stage.advance(59_999);
  expect(stage.signed).toEqual([]);
  await stage.advance(1);
  expect(statusOf(stage.signed[0] ?? ({} as never))).toBe('INIT');
  expect(stage.signed.map(statusOf).at(-1)).toBe('SUCCEEDED');
  expect(await stage.attempts(id, 'INIT')).toMatchObject([{ faults: ['delayed'] }]);
});

test('delayed: nobody who waits for the first attempt waits that long', async () => {
  await stage.set({ fault: 'delayed', byMs: 5_000 });
  await stage.payLink();
  expect(stage.unsigned).toEqual([]);
  await stage.advance(5_000);
  expect(stage.unsigned).toHaveLength(1);
});

test('delayed: an attempt that is asked for meanwhile comes beside it; refused, the webhook still goes out in time', async () => {
  await stage.set({ fault: 'delayed', byMs: 60_000 });
  const id = await stage.payLink();
  const [delivery] = (await readPayment(stage.harness, id)).events[0]?.deliveries ?? [];
  stage.receiver.replyNext({ status: 500 });
  const asked = await callControl(stage.harness, 'POST', `/deliveries/${delivery?.id}/redeliver`);
  expect(asked).toMatchObject({ status: 'pending', nextAttemptAt: new Date(START_MS + 60_000).toISOString() });
  await stage.advance(60_000);
  expect((await stage.attempts(id)).map(({ trigger, code }) => `${trigger} ${code}`)).toEqual([
    'manual not_acknowledged',
    'scheduled acknowledged',
  ]);
});

test('delayed: acknowledged when it was asked for, it does not go out again', async () => {
  await stage.set({ fault: 'delayed', byMs: 60_000 });
  const id = await stage.payLink();
  const [delivery] = (await readPayment(stage.harness, id)).events[0]?.deliveries ?? [];
  await callControl(stage.harness, 'POST', `/deliveries/${delivery?.id}/redeliver`);
  await stage.advance(60_000);
  expect(stage.unsigned).toHaveLength(1);
  expect(stage.harness.engine.state.keptBack.size).toBe(0);
});

test('delayed: let go while its endpoint has no place for it, it goes out once, whatever happens meanwhile', async () => {
  let answer = () => {};
  const answered = new Promise<void>((resolve) => {
    answer = resolve;
  });
  stage.receiver.replyWith(async () => {
    await answered;
    return { status: 204 };
  });
  const busy = 16;
  for (let count = 0; count < busy; count++) await pay(await stage.createLink());
  await stage.receiver.waitForRequests(busy);
  await stage.set({ fault: 'delayed', byMs: 60_000 });
  const id = await stage.createLink();
  await pay(id);
  // The first clearing lets it go.
  for (let count = 0; count < 3; count++) await callControl(stage.harness, 'POST', '/faults/clear');
  const other = await stage.set({ fault: 'dropped' });
  await callControl(stage.harness, 'DELETE', `/faults/${other.id}`);
  answer();
  await stage.settle();
  expect((await stage.attempts(id)).map(({ number, faults }) => [number, faults])).toEqual([[1, ['delayed']]]);
  expect(stage.unsigned).toHaveLength(busy + 1);
});

function pay(id: string) {
  return actAsCustomer(stage.harness, id, { action: 'pay' });
}
