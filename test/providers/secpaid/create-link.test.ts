import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { JsonObject, JsonValue } from '../../../server/protocol/records.js';
import { dataOf } from './replies.js';
import { callback, createStage, endpoint, providerUrl, type Stage } from './stage.js';

const key = 'mockSecPaidKey-0123456789-ABCDEF';

function refusal(stage: Stage, params: JsonObject, name = 'createLink'): [number, JsonValue | undefined] {
  const before = stage.dump();
  const answer = stage.call(name, params);
  expect(stage.dump()).toBe(before);
  expect(answer.body).toEqual({ ResponseCode: 0, ResponseMsg: answer.body.ResponseMsg, Result: 'False', ServerTime: 'CEST' });
  return [answer.status, answer.body.ResponseMsg];
}

describe('createLink', () => {
  test('answers with every field of the documented sample, in its order and types', () => {
    const stage = createStage();
    const answer = stage.call('createLink', {
      amount: 42.5,
      recipient_note: 'Order 7731',
      payment_endpoint: endpoint,
      callback_url: callback,
    });
    expect(answer.status).toBe(200);
    const payLink = `${providerUrl}/payment?link_id=NTAwMDE=`;
    expect(JSON.stringify(answer.body)).toBe(
      JSON.stringify({
        data: {
          is_cancellation: 'Yes',
          user_id: stage.account.keys.userId,
          amount: 42.5,
          recipient_note: 'Order 7731',
          status: 'Unused',
          paymentEndpoint: endpoint,
          callback_url: callback,
          servicefee: '1.5',
          recipients: null,
          is_split_link: 'false',
          split_type: 'normal',
          bank_transfer: 'true',
          is_qr_link: 'false',
          payment_config: '',
          bank_statement_description: '',
          created_at: '2026-03-04 10:11:12',
          id: 50001,
          linktopay_id: 50001,
          pay_link: payLink,
          qr_img: `https://quickchart.io/chart?chl=${payLink}&chs=300x300&cht=qr`,
        },
        ResponseCode: 1,
        ResponseMsg: 'Link has been created successfully',
        Result: 'True',
        ServerTime: 'CEST',
      }),
    );
  });

  test('stores the link with its pay page and announces nothing', () => {
    const stage = createStage();
    const payment = stage.create({ recipient_note: 'Order 7731' });
    expect(payment).toMatchObject({
      id: '50001',
      amountMinor: 4250,
      currency: 'EUR',
      reference: 'Order 7731',
      status: 'Unused',
      outcome: 'open',
    });
    expect(payment.checkoutUrl).toBe(`${providerUrl}/payment?link_id=NTAwMDE=`);
    expect(payment.accountId).toBe(stage.account.id);
    expect(stage.eventsOf(payment)).toEqual([]);
  });

  test('numbers links in one sequence with split links, from the configured start', () => {
    const stage = createStage({ firstPayId: 700 });
    expect(stage.create().id).toBe('700');
    expect(stage.create({ recipients: [{ token: 'shop-b', share: 1 }] }, 'createSplitLink').id).toBe('701');
    expect(stage.create().id).toBe('702');
  });

  test.each([
    [42.5, 42.5, 4250],
    [25, 25, 2500],
    [35.39, 35.39, 3539],
    [10.005, 10.01, 1001],
    [0.005, 0.01, 1],
    ['100.00', '100.00', 10000],
    ['42.5', '42.5', 4250],
    ['100', '100', 10000],
    [' 7.10 ', '7.10', 710],
    ['1.005', '1.01', 101],
    ['.5', '0.50', 50],
    ['007', '7.00', 700],
    ['+3', '3.00', 300],
    [9_999_999_999_999.99, 9_999_999_999_999.99, 999_999_999_999_999],
  ])('echoes amount %j as %j', (sent, echoed, amountMinor) => {
    const stage = createStage();
    const answer = stage.call('createLink', { amount: sent });
    expect(dataOf(answer).amount).toBe(echoed);
    expect(stage.view.payment('50001')?.amountMinor).toBe(amountMinor);
  });

  test('echoes text from forms as text', () => {
    const answer = createStage().send('createLink', { kind: 'form', fields: { amount: '42.50' } });
    expect(dataOf(answer).amount).toBe('42.50');
  });

  test('keeps to one amount type when told so', () => {
    expect(dataOf(createStage({ amountType: 'number' }).call('createLink', { amount: '42.50' })).amount).toBe(42.5);
    expect(dataOf(createStage({ amountType: 'string' }).call('createLink', { amount: 42.5 })).amount).toBe('42.50');
  });

  test.each([[undefined], [null], [''], ['  ']])('refuses amount %j as missing', (amount) => {
    expect(refusal(createStage(), amount === undefined ? {} : { amount })).toEqual([400, 'Amount is required']);
  });

  test.each([
    0,
    -1,
    0.004,
    '0',
    '-5',
    'abc',
    '12,50',
    '1e3',
    '1 000',
    '0x10',
    true,
    [],
    {},
    [5],
    1e16,
    '9'.repeat(41),
    'NaN',
    'Infinity',
    '..',
    '.',
  ])('refuses amount %j as invalid', (amount) => expect(refusal(createStage(), { amount })).toEqual([400, 'Invalid amount']));

  test('keeps cents exactly for any amount, as number and as text', () => {
    const stage = createStage();
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 999_999_999_999_999 }), fc.boolean(), (cents, asText) => {
        const text = `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`;
        const answer = stage.call('createLink', { amount: asText ? text : Number(text) });
        expect(stage.view.payment(answer.outcome.paymentId ?? '')?.amountMinor).toBe(cents);
        expect(dataOf(answer).amount).toBe(asText ? text : Number(text));
      }),
    );
  });

  test.each([
    [{ cancellable: false }, 'No'],
    [{ cancellable: 'false' }, 'No'],
    [{ is_cancellation: 'No' }, 'No'],
    [{ is_cancellation: 'no', cancellable: true }, 'No'],
    [{ is_cancellation: 'YES', cancellable: false }, 'Yes'],
    [{ cancellable: 0 }, 'No'],
    [{ cancellable: '1' }, 'Yes'],
    [{ cancellable: '' }, 'Yes'],
    [{ is_cancellation: null }, 'Yes'],
  ] as [JsonObject, string][])('reads %j as is_cancellation %s', (params, expected) => {
    expect(dataOf(createStage().call('createLink', { amount: 1, ...params })).is_cancellation).toBe(expected);
  });

  test.each(['cancellable', 'is_cancellation', 'bank_transfer', 'is_qr_link', 'is_encryption'])(
    'refuses a %s that is no yes or no',
    (name) => {
      expect(refusal(createStage(), { amount: 1, [name]: 'maybe' })).toEqual([400, `Invalid ${name}`]);
      expect(refusal(createStage(), { amount: 1, [name]: [] })).toEqual([400, `Invalid ${name}`]);
    },
  );

  test('reads the remaining switches and texts', () => {
    const params = {
      amount: 1,
      bank_transfer: 'false',
      is_qr_link: true,
      bank_statement_description: 'SHOP 1',
      payment_config: 'x',
      unknown: [1],
    };
    expect(dataOf(createStage().call('createLink', params))).toMatchObject({
      bank_transfer: 'false',
      is_qr_link: 'true',
      bank_statement_description: 'SHOP 1',
      payment_config: '',
      is_split_link: 'false',
    });
    expect(dataOf(createStage({ bankTransferDefault: false }).call('createLink', { amount: 1 })).bank_transfer).toBe('false');
  });

  test('bounds texts by characters, not by code units', () => {
    const stage = createStage();
    stage.create({ recipient_note: '😀'.repeat(255), bank_statement_description: 'x'.repeat(22) });
    expect(refusal(stage, { amount: 1, recipient_note: 'x'.repeat(256) })).toEqual([400, 'recipient_note is too long']);
    expect(refusal(stage, { amount: 1, bank_statement_description: 'x'.repeat(23) })).toEqual([
      400,
      'bank_statement_description is too long',
    ]);
    expect(refusal(stage, { amount: 1, recipient_note: {} })).toEqual([400, 'Invalid recipient_note']);
    expect(stage.create({ recipient_note: 7731 }).reference).toBe('7731');
  });

  test('names the id as it is configured, and speaks the configured words', () => {
    expect(Object.keys(dataOf(createStage({ idField: 'id' }).call('createLink', { amount: 1 })))).not.toContain('linktopay_id');
    expect(Object.keys(dataOf(createStage({ idField: 'linktopay_id' }).call('createLink', { amount: 1 })))).not.toContain('id');
    const stage = createStage({
      createMessage: 'Link created successfully',
      serverTime: 'CET',
      serviceFeePercent: 1,
      timeZone: 'UTC',
    });
    const answer = stage.call('createLink', { amount: 1 });
    expect(answer.body).toMatchObject({ ResponseMsg: 'Link created successfully', ServerTime: 'CET' });
    expect(dataOf(answer)).toMatchObject({ servicefee: '1.0', created_at: '2026-03-04 09:11:12' });
  });

  test('says its times by Berlin summer time too', () => {
    const stage = createStage();
    stage.setNow('2026-07-01T22:30:00Z');
    expect(dataOf(stage.call('createLink', { amount: 1 })).created_at).toBe('2026-07-02 00:30:00');
  });
});

describe('encryption of a link', () => {
  test('puts its key aside, out of payment and reply', () => {
    const stage = createStage();
    const answer = stage.call('createLink', { amount: 1, is_encryption: 'true', encryption_key: key });
    expect(JSON.stringify(answer.body)).not.toContain(key);
    expect(stage.dump()).not.toContain(key);
    expect(stage.view.secretOf('50001', 'encryption_key')).toBe(key);
  });

  test('refuses keys that are not 32 bytes, also without is_encryption', () => {
    expect(refusal(createStage(), { amount: 1, is_encryption: 'true', encryption_key: 'short' })).toEqual([
      400,
      'Invalid encryption_key',
    ]);
    expect(refusal(createStage(), { amount: 1, encryption_key: 'ü'.repeat(32) })).toEqual([400, 'Invalid encryption_key']);
    expect(refusal(createStage(), { amount: 1, encryption_key: [key] })).toEqual([400, 'Invalid encryption_key']);
  });

  test('needs a usable key of the link or of the account', () => {
    const stage = createStage();
    expect(stage.call('createLink', { amount: 1, is_encryption: true }).status).toBe(200);
    stage.account.keys.encryptionKey = '';
    expect(refusal(stage, { amount: 1, is_encryption: 'Yes' })).toEqual([400, 'Encryption key is required']);
    expect(stage.call('createLink', { amount: 1, is_encryption: 'true', encryption_key: key }).status).toBe(200);
  });

  test('follows the account unless the link says otherwise', () => {
    const stage = createStage({ isEncryption: true });
    expect(stage.create().data.isEncrypted).toBe(true);
    expect(stage.create({ is_encryption: 'false' }).data.isEncrypted).toBe(false);
  });
});
