import { expect, test } from 'vitest';
import { prepareFaultStage, verifies } from './fault-stage.js';

const stage = prepareFaultStage();

async function mangle(how: string, more: object = {}): Promise<string[]> {
  await stage.set({ fault: 'mangled-header', how, when: { status: 'SUCCEEDED' }, ...more });
  await stage.payIntent();
  const [final] = stage.signed.filter(({ event }) => event.endsWith('SUCCEEDED'));
  const key = stage.harness.env.SECUREPAYAPI_SECRET_KEY;
  expect(verifies(final, key)).toBe(false);
  stage.receiver.clear();
  return (final?.headers ?? []).filter(([name]) => name.toLowerCase() === 'x-signature').map(([, value]) => value);
}

test('mangled-header: one character, capitals, a prefix, the first half, or twice', async () => {
  expect((await mangle('flip'))[0]).toMatch(/^[0-9a-f]{64}$/);
  expect((await mangle('upper-case'))[0]).toMatch(/^[0-9A-F]{64}$/);
  expect((await mangle('prefix'))[0]).toMatch(/^sha256=[0-9a-f]{64}$/);
  expect((await mangle('truncate'))[0]).toMatch(/^[0-9a-f]{32}$/);
  const twice = await mangle('repeat');
  expect(twice).toHaveLength(2);
  expect(twice[0]).toBe(twice[1]);
  expect((await stage.uses())[0]?.sentence).toMatch(/^Character \d+ of X-Signature was changed\.$/);
});

test('mangled-header: another header of the provider that does not sign', async () => {
  await stage.set({ fault: 'mangled-header', header: 'content-type', how: 'upper-case', when: { provider: 'secpaid' } });
  await stage.payLink();
  expect(stage.unsigned[0]?.header('content-type')).toMatch(/^APPLICATION\//);
});
