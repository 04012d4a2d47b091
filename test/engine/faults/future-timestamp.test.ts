import { expect, test } from 'vitest';
import { prepareFaultStage, START_MS, verifies } from './fault-stage.js';

const stage = prepareFaultStage();

test('future-timestamp: signed rightly, for a time that is yet to come', async () => {
  await stage.set({ fault: 'future-timestamp', byMs: 86_400_000, when: { status: 'SUCCEEDED' } });
  await stage.payIntent();
  const final = stage.signed.at(-1);
  expect(Number(final?.header('x-timestamp')) - START_MS / 1_000).toBe(86_400);
  expect(verifies(final, stage.harness.env.SECUREPAYAPI_SECRET_KEY)).toBe(true);
  expect(Number(stage.signed[0]?.header('x-timestamp'))).toBe(START_MS / 1_000);
  await expect(stage.set({ fault: 'future-timestamp', when: { provider: 'secpaid' } })).rejects.toThrow(/does not sign/);
});
