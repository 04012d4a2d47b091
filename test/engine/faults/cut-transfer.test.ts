import { expect, test } from 'vitest';
import { prepareFaultStage } from './fault-stage.js';

const stage = prepareFaultStage();

test('cut-transfer: the connection is reset in the middle of the body, and the webhook comes again', async () => {
  await stage.set({ fault: 'cut-transfer', afterBytes: 30, when: { status: 'SUCCEEDED' } });
  const id = await stage.payIntent();
  const cut = await stage.receiver.waitFor(({ isComplete }) => !isComplete);
  expect(cut.body.length).toBe(30);
  expect(Number(cut.header('content-length'))).toBeGreaterThan(30);
  await stage.advance(1_000);
  expect(await stage.attempts(id, 'SUCCEEDED')).toMatchObject([
    { code: 'reset', faults: ['cut-transfer'], sentence: expect.stringContaining('reset on purpose after 30 of') },
    { code: 'acknowledged' },
  ]);
  expect(stage.receiver.requests.filter(({ isComplete }) => !isComplete)).toHaveLength(1);
});

test('cut-transfer: after half of it unless told otherwise, also on a connection that was used before', async () => {
  await stage.payLink();
  await stage.set({ fault: 'cut-transfer' });
  await stage.payLink();
  const cut = await stage.receiver.waitFor(({ isComplete }) => !isComplete);
  expect(cut.body.length).toBe(Math.floor(Number(cut.header('content-length')) / 2));
});
