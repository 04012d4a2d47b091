import { expect, test } from 'vitest';
import type { JsonObject } from '../../../server/protocol/records.js';
import { secpaid } from '../../../server/providers/secpaid/index.js';
import { linkOf } from '../../../server/providers/secpaid/link.js';
import { jsonOf } from './replies.js';
import { createStage } from './stage.js';

const { creation } = secpaid;

function build(fields: JsonObject) {
  const stage = createStage();
  const request = creation.buildRequest(creation.fields.parse(fields) as JsonObject, stage.account);
  const headers = Object.fromEntries(request.headers.map(([name, value]) => [name.toLowerCase(), value]));
  const outcome = stage.request(request.method, request.path, { headers, body: { kind: 'json', value: request.body } });
  return { request, outcome, stage, payment: stage.view.payment(outcome.paymentId ?? '') };
}

test('the empty form sends only what has a default, with the token', () => {
  const { request, payment, stage } = build({});
  expect(request.body).toEqual({ amount: 42.5, recipient_note: 'Order 7731', cancellable: true });
  expect(request.headers).toEqual([
    ['token', stage.account.keys.token],
    ['Content-Type', 'application/json'],
    ['User-Agent', 'Paystage'],
  ]);
  expect(payment).toMatchObject({ amountMinor: 4250, currency: 'EUR', reference: 'Order 7731', status: 'Unused' });
});

test('everything that is filled in takes effect', () => {
  const { payment } = build({
    amount: 0.01,
    recipient_note: '',
    cancellable: false,
    bank_transfer: 'false',
    callback_url: 'http://localhost:3000/a,http://localhost:3000/b',
    payment_endpoint: 'http://localhost:3000/hook',
    bank_statement_description: 'Shop',
    is_qr_link: true,
    is_encryption: 'Yes',
    encryption_key: 'mockSecPaidKey-0123456789-ABCDEF',
  });
  if (!payment) throw new Error('no payment');
  expect(linkOf(payment)).toMatchObject({
    note: '',
    isCancellable: false,
    bankTransfer: false,
    callbackUrls: ['http://localhost:3000/a', 'http://localhost:3000/b'],
    paymentEndpoints: ['http://localhost:3000/hook'],
    statementDescription: 'Shop',
    isQrLink: true,
    isEncrypted: true,
  });
});

test.each([
  ['an amount of nothing', { amount: 0 }, 'Invalid amount'],
  ['an address that is none', { callback_url: 'localhost:3000' }, 'Invalid callback_url'],
  ['a key of another length', { encryption_key: 'short' }, 'Invalid encryption_key'],
])('%s can be sent, too, and the provider refuses it', (_title, fields, message) => {
  const { outcome, payment } = build(fields);
  expect(payment).toBeUndefined();
  expect(jsonOf(outcome.reply).ResponseMsg).toBe(message);
});
