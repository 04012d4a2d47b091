import { createDecipheriv } from 'node:crypto';
import { expect, test } from 'vitest';
import { prepareFaultStage, verifies } from './fault-stage.js';

const stage = prepareFaultStage();

test('unknown-field: the payload has one field more and is properly signed', async () => {
  await stage.set({ fault: 'unknown-field', name: 'risk_score', when: { status: 'SUCCEEDED' } });
  await stage.payIntent();
  const final = stage.signed.find(({ event }) => event.endsWith('SUCCEEDED'));
  expect(JSON.parse(String(final?.body))).toHaveProperty('risk_score');
  expect(JSON.parse(String(stage.signed[0]?.body))).not.toHaveProperty('risk_score');
  expect(verifies(final, stage.harness.env.SECUREPAYAPI_SECRET_KEY)).toBe(true);
});

test.each([
  ['nested-json', (text: string) => (JSON.parse(text) as { data: object }).data, 'added_later'],
  ['flat-json', (text: string) => JSON.parse(text) as object, 'data[added_later]'],
  ['form', (text: string) => Object.fromEntries(new URLSearchParams(text)), 'data[added_later]'],
])('unknown-field: in the %s of the other provider', async (webhookFormat, parse, name) => {
  const { accounts } = stage.harness.engine;
  await accounts.patchSettings(accounts.inLane('secpaid', 'default'), { webhookFormat });
  await stage.set({ fault: 'unknown-field' });
  await stage.payLink();
  expect(Object.keys(parse(String(stage.unsigned[0]?.body)))).toContain(name);
});

test('unknown-field: inside an encrypted payload', async () => {
  const key = '0123456789abcdef0123456789abcdef';
  await stage.set({ fault: 'unknown-field' });
  await stage.payLink({ is_encryption: true, encryption_key: key });
  const { data } = JSON.parse(String(stage.unsigned[0]?.body)) as { data: string };
  const decipher = createDecipheriv('aes-256-cbc', key, key.slice(0, 16));
  const plain = decipher.update(data, 'base64', 'utf8') + decipher.final('utf8');
  expect(JSON.parse(plain)).toHaveProperty('data.added_later');
});
