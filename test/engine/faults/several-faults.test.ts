import { expect, test } from 'vitest';
import { postIntent, prepareFaultStage, START_MS, verifies } from './fault-stage.js';

const stage = prepareFaultStage();

test('three faults on one delivery: all take effect, in the order of the catalogue', async () => {
  const when = { status: 'SUCCEEDED' };
  await stage.set({ fault: 'duplicate', when });
  await stage.set({ fault: 'missing-header', header: 'User-Agent', when });
  await stage.set({ fault: 'stale-timestamp', when });
  await stage.set({ fault: 'delayed', byMs: 1_000, when });
  const id = await stage.payIntent();
  await stage.advance(1_000);
  const finals = stage.signed.filter(({ event }) => event.endsWith('SUCCEEDED'));
  expect(finals).toHaveLength(2);
  for (const final of finals) {
    expect(verifies(final, stage.harness.env.SECUREPAYAPI_SECRET_KEY)).toBe(true);
    expect(Number(final.header('x-timestamp'))).toBe((START_MS + 1_000) / 1_000 - 600);
    expect(final.header('user-agent')).toBeUndefined();
  }
  expect((await stage.attempts(id, 'SUCCEEDED'))[0]?.faults).toEqual([
    'delayed',
    'stale-timestamp',
    'missing-header',
    'duplicate',
  ]);
  expect((await stage.uses()).map(({ fault }) => fault)).toEqual(['delayed', 'stale-timestamp', 'missing-header', 'duplicate']);
});

test('faults that change the body add up, and what was tampered with is tampered with after the signature', async () => {
  const when = { status: 'INIT' };
  for (const fault of ['tampered-body', 'unknown-field', 'unknown-status']) await stage.set({ fault, when });
  await stage.payIntent();
  expect(JSON.parse(String(stage.signed[0]?.body))).toMatchObject({
    status: 'ON_HOLD',
    famt: 102_000,
    added_later: expect.any(String),
  });
  expect(verifies(stage.signed[0], stage.harness.env.SECUREPAYAPI_SECRET_KEY)).toBe(false);
});

test('an event can be kept back by two faults and goes out when neither keeps it any more', async () => {
  const when = { status: 'INIT' };
  await stage.set({ fault: 'late', when });
  await stage.set({ fault: 'delayed', byMs: 60_000, when });
  await stage.payIntent();
  expect(stage.signed.map(({ event }) => event.split(' ')[1])).not.toContain('INIT');
  await stage.advance(60_000);
  expect(stage.signed.at(-1)?.event).toMatch(/INIT$/);
});

test('of several faults of calls the one that was set first answers, whatever the order of the catalogue', async () => {
  await stage.set({ fault: 'api-rate-limit' });
  await stage.set({ fault: 'api-error', status: 503 });
  expect([(await postIntent(stage.harness)).status, (await postIntent(stage.harness)).status]).toEqual([429, 503]);
  expect((await stage.uses()).map(({ fault }) => fault)).toEqual(['api-rate-limit', 'api-error']);
});
