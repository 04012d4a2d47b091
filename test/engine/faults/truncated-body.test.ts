import { expect, test } from 'vitest';
import { prepareFaultStage, verifies } from './fault-stage.js';

const stage = prepareFaultStage();

test('truncated-body: a complete request with the beginning of the body only', async () => {
  await stage.set({ fault: 'truncated-body', keepBytes: 20 });
  const id = await stage.payIntent();
  const [cut] = stage.signed;
  expect(cut).toMatchObject({ isComplete: true });
  expect(cut?.body.length).toBe(20);
  expect(cut?.header('content-length')).toBe('20');
  expect(verifies(cut, stage.harness.env.SECUREPAYAPI_SECRET_KEY)).toBe(false);
  const [attempt] = await stage.attempts(id);
  expect(attempt?.request?.body).toEqual({ text: String(cut?.body), sizeBytes: 20 });
});

test('truncated-body: nothing at all, or as much as the seed says', async () => {
  await stage.set({ fault: 'truncated-body', keepBytes: 0, when: { attempt: 1 } });
  await stage.payLink();
  expect(stage.unsigned[0]?.body.length).toBe(0);
  await stage.set({ fault: 'truncated-body', seed: 5 });
  await stage.payLink();
  expect(() => JSON.parse(String(stage.unsigned[1]?.body))).toThrow();
});
