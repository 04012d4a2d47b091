import { expect, test } from 'vitest';
import { readPayment } from '../../support/harness.js';
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
