import { expect, test } from 'vitest';
import type { JsonObject } from '../../../server/protocol/records.js';
import { securepayapi } from '../../../server/providers/securepayapi/index.js';
import { createTestStage, jsonOf } from './test-stage.js';

const { creation } = securepayapi;

function build(fields: JsonObject) {
  const stage = createTestStage();
  const request = creation.buildRequest(creation.fields.parse(fields) as JsonObject, stage.account);
  const headers = Object.fromEntries(request.headers.map(([name, value]) => [name.toLowerCase(), value]));
  const reply = stage.call({ method: request.method, path: request.path, headers, body: { kind: 'json', value: request.body } });
  return { request, reply, account: stage.account };
}

test('the empty form sends only what the call needs, with the secret key', () => {
  const { request, reply, account } = build({});
  expect(request.body).toEqual({ amount: 2000, currency: 'USD' });
  expect(request.headers).toEqual([
    ['Authorization', `Bearer ${account.keys.secretKey}`],
    ['Content-Type', 'application/json'],
    ['User-Agent', 'Paystage'],
  ]);
  expect(jsonOf(reply)).toMatchObject({ amount: 2000, status: 'requires_payment' });
});

test('everything that is filled in is sent, and what was emptied is left out', () => {
  const { request, reply } = build({
    amount: 99,
    externalid: '',
    description: 'Five tickets',
    theme: 'dark',
    metadata: ['seat=12=A', 'empty', '__proto__=x'],
  });
  expect(JSON.parse(JSON.stringify(request.body))).toEqual(
    JSON.parse(
      '{"amount":99,"currency":"USD","description":"Five tickets","theme":"dark","metadata":{"seat":"12=A","empty":"","__proto__":"x"}}',
    ),
  );
  expect(reply.status).toBe(200);
});

test('what the provider refuses can be sent, too', () => {
  expect(build({ amount: 0.5 }).reply.status).toBe(400);
  expect(build({ currency: 'EUR' }).reply.status).toBe(400);
  expect(build({ externalid: 'x'.repeat(201) }).reply.status).toBe(400);
});
