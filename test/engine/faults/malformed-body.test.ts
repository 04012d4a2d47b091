import { expect, test } from 'vitest';
import { prepareFaultStage, verifies } from './fault-stage.js';

const stage = prepareFaultStage();

test('malformed-body: the signature fits a body that cannot be parsed', async () => {
  await stage.set({ fault: 'malformed-body', when: { status: 'INIT' } });
  await stage.payIntent();
  const [first] = stage.signed;
  expect(() => JSON.parse(String(first?.body))).toThrow();
  expect(verifies(first, stage.harness.env.SECUREPAYAPI_SECRET_KEY)).toBe(true);
});

test('malformed-body: a form with a broken escape', async () => {
  const { accounts } = stage.harness.engine;
  await accounts.patchSettings(accounts.inLane('secpaid', 'default'), { webhookFormat: 'form' });
  await stage.set({ fault: 'malformed-body' });
  await stage.payLink();
  expect(() => decodeURIComponent(String(stage.unsigned[0]?.body))).toThrow(URIError);
});
