import { expect, test } from 'vitest';
import { prepareFaultStage, START_MS, verifies } from './fault-stage.js';

const stage = prepareFaultStage();

test('stale-timestamp: signed rightly, for ten minutes ago or as long as one likes', async () => {
  await stage.set({ fault: 'stale-timestamp', when: { status: 'INIT' } });
  await stage.set({ fault: 'stale-timestamp', byMs: 3_600_000, when: { status: 'SUCCEEDED' } });
  await stage.payIntent();
  const ages = stage.signed.map((request) => START_MS / 1_000 - Number(request.header('x-timestamp')));
  expect([ages[0], ages.at(-1)]).toEqual([600, 3_600]);
  expect(stage.signed.every((request) => verifies(request, stage.harness.env.SECUREPAYAPI_SECRET_KEY))).toBe(true);
  expect((await stage.uses())[0]?.sentence).toBe('It was signed for a time 10 min ago.');
});

test('stale-timestamp: also where the time is that of the event', async () => {
  const { accounts } = stage.harness.engine;
  await accounts.patchSettings(accounts.inLane('securepayapi', 'default'), { timestampOf: 'event' });
  await stage.set({ fault: 'stale-timestamp', when: { status: 'INIT' } });
  await stage.payIntent();
  expect(Number(stage.signed[0]?.header('x-timestamp'))).toBe(START_MS / 1_000 - 600);
});
