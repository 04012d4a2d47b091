import { expect, test } from 'vitest';
import { prepareFaultStage } from './fault-stage.js';

const stage = prepareFaultStage();

test('missing-header: the signature does not arrive, everything else does', async () => {
  await stage.set({ fault: 'missing-header', when: { status: 'SUCCEEDED' } });
  await stage.payIntent();
  const final = stage.signed.find(({ event }) => event.endsWith('SUCCEEDED'));
  expect(final?.header('x-signature')).toBeUndefined();
  expect(final?.header('x-timestamp')).toMatch(/^\d+$/);
  expect((await stage.uses())[0]?.sentence).toBe('The header X-Signature was not sent.');
});

test('missing-header: any header can be named, and a provider that does not sign loses its content type', async () => {
  await stage.set({ fault: 'missing-header', header: 'x-timestamp', when: { provider: 'securepayapi' } });
  await stage.payIntent();
  expect(stage.signed[0]?.header('x-timestamp')).toBeUndefined();
  expect(stage.signed[0]?.header('x-signature')).toBeDefined();
  await stage.set({ fault: 'missing-header' });
  await stage.payLink();
  expect(stage.unsigned[0]?.header('content-type')).toBeUndefined();
  expect(stage.unsigned[0]?.body.length).toBeGreaterThan(10);
});
