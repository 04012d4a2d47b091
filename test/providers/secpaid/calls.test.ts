import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { BodyProblem, RequestBody } from '../../../server/providers/provider.js';
import { secpaid } from '../../../server/providers/secpaid/index.js';
import { headersOf, itemsOf, jsonOf } from './replies.js';
import { createStage } from './stage.js';

const calls = [
  'createLink',
  'createSplitLink',
  'getMyUnusedLinks',
  'getMyUsedLinks',
  'deleteLink',
  'getPayInTransactions',
  'getPayOutTransactions',
  'refundPayment',
  'getTaxInvoiceList',
];

const failure = (message: string) => ({ ResponseCode: 0, ResponseMsg: message, Result: 'False', ServerTime: 'CEST' });

describe.each(calls)('%s', (name) => {
  test('asks for a token', () => {
    for (const headers of [{}, { token: '' }]) {
      const answer = createStage().call(name, {}, headers as Record<string, string>);
      expect([answer.status, answer.body]).toEqual([401, failure('Please enter token')]);
    }
  });

  test('refuses wrong tokens, the recipient token and bearer authentication', () => {
    const stage = createStage();
    for (const token of [
      'wrong',
      stage.account.keys.recipientToken ?? '',
      stage.account.keys.userId ?? '',
      `Bearer ${stage.account.keys.token}`,
    ]) {
      const answer = stage.call(name, {}, { token });
      expect([answer.status, answer.body]).toEqual([401, failure('Incorrect token or missing token')]);
    }
    expect(stage.call(name, {}, { authorization: stage.account.keys.token ?? '' }).status).toBe(401);
  });

  test('answers 403 for a disabled key', () => {
    const answer = createStage({ isKeyDisabled: true }).call(name, {});
    expect([answer.status, answer.body]).toEqual([403, failure('Incorrect token or missing token')]);
  });

  test.each([
    ['malformed', 400, 'Invalid request body'],
    ['too_deep', 400, 'Invalid request body'],
    ['forbidden_key', 400, 'Invalid request body'],
    ['too_large', 413, 'Request body is too large'],
    ['unsupported_type', 415, 'Unsupported content type'],
  ] as [BodyProblem, number, string][])('answers a %s body in the envelope with %i, in fixed words', (problem, status, text) => {
    const answer = createStage().send(name, { kind: 'problem', problem, message: 'Unexpected token } in JSON at position 7' });
    expect([answer.status, answer.body]).toEqual([status, failure(text)]);
  });

  test('checks the token before the body', () => {
    const answer = createStage().send(name, { kind: 'problem', problem: 'malformed', message: 'x' }, {});
    expect(answer.status).toBe(401);
  });

  test('refuses JSON that is not an object', () => {
    for (const body of [null, [], 'text', 5, true]) expect(createStage().call(name, body).status).toBe(400);
  });

  test('answers always200 with the same bodies', () => {
    const stage = createStage({ errorHttpStatus: 'always200' });
    for (const headers of [{}, { token: 'wrong' }] as Record<string, string>[]) {
      const answer = stage.call(name, {}, headers);
      expect(answer.status).toBe(200);
      expect(answer.body).toMatchObject({ ResponseCode: 0, Result: 'False' });
    }
  });

  test('says who called', () => {
    const stage = createStage();
    expect(stage.call(name, {}).outcome.accountId).toBe(stage.account.id);
    expect(stage.call(name, {}, {}).outcome.accountId).toBeUndefined();
  });

  test('is POST only', () => {
    const { reply } = createStage().request('GET', `/api/v2/${name}`);
    expect([reply.status, jsonOf(reply), headersOf(reply).allow]).toEqual([405, failure('Method Not Allowed'), 'POST']);
  });

  test('never throws, and refuses in the envelope, whatever the parameters', () => {
    const stage = createStage();
    stage.create();
    const names = [
      'amount',
      'recipient_note',
      'callback_url',
      'payment_endpoint',
      'recipients',
      'split_type',
      'limit',
      'page',
      'search',
      'date',
    ];
    const more = [
      'since',
      'pay_id',
      'link_id',
      'refund_amount',
      'isFullRefund',
      'start_date',
      'end_date',
      'encryption_key',
      'is_encryption',
    ];
    const anyParams = fc.dictionary(fc.constantFrom(...names, ...more), fc.jsonValue({ maxDepth: 2 }), { maxKeys: 6 });
    fc.assert(
      fc.property(anyParams, (params) => {
        const { status, body } = stage.call(name, params as never);
        expect([200, 400, 404]).toContain(status);
        expect(Object.keys(body).slice(-4)).toEqual(['ResponseCode', 'ResponseMsg', 'Result', 'ServerTime']);
        expect([1, 0]).toContain(body.ResponseCode);
        if (body.ResponseCode === 0) expect(Object.keys(body)).toHaveLength(4);
      }),
      { numRuns: 60 },
    );
  });
});

describe('content types', () => {
  test('a call without a body has no parameters', () => {
    expect(createStage().call('createLink').body.ResponseMsg).toBe('Amount is required');
    expect(itemsOf(createStage().call('getPayInTransactions'))).toEqual([]);
  });

  test('every call reads form fields as it reads JSON', () => {
    const stage = createStage();
    const form = (name: string, fields: Record<string, string>) => stage.send(name, { kind: 'form', fields });
    expect(form('createLink', { amount: '42.50', is_cancellation: 'No', recipient_note: 'A' }).body.ResponseCode).toBe(1);
    const recipients = {
      'recipients[1][token]': 'shop-c',
      'recipients[0][token]': 'shop-b',
      'recipients[0][share]': '10',
      'recipients[1][share]': '5',
    };
    const split = form('createSplitLink', { amount: '10', ...recipients });
    expect(split.body.data).toMatchObject({ recipients: '[{"token":"shop-b","share":10},{"token":"shop-c","share":5}]' });
    expect(form('createSplitLink', { amount: '10', recipients: '[{"token":"shop-b","share":10}]' }).body.ResponseCode).toBe(1);
    expect(itemsOf(form('getMyUnusedLinks', { limit: '2', search: '' }))).toHaveLength(2);
    expect(form('deleteLink', { link_id: '50002' }).body.ResponseCode).toBe(1);
    const payment = stage.create();
    stage.act(payment, { action: 'pay' });
    expect(itemsOf(form('getPayInTransactions', { pay_id: payment.id, page: '1', limit: '200', since: '0' }))).toHaveLength(1);
    expect(form('refundPayment', { pay_id: payment.id, refund_amount: '1.00', isFullRefund: 'false' }).body.ResponseCode).toBe(1);
    expect(form('getPayOutTransactions', { page: '1' }).body.ResponseCode).toBe(1);
    expect(form('getTaxInvoiceList', { date: '2026-02' }).body.ResponseCode).toBe(1);
    expect(form('getMyUsedLinks', { limit: '10' }).body.ResponseCode).toBe(1);
  });
});

describe('the charset of the Content-Type', () => {
  const send = (contentType: string, body: RequestBody = { kind: 'json', value: { amount: 1 } }) => {
    const stage = createStage();
    return stage.send('createLink', body, { token: stage.account.keys.token ?? '', 'content-type': contentType });
  };
  const form: RequestBody = { kind: 'form', fields: { amount: '1' } };

  test.each([
    'application/json',
    'application/json; charset=utf-8',
    'application/json;charset="UTF-8"',
    'application/json; Charset=utf8',
  ])('%s is read', (type) => expect(send(type).status).toBe(200));

  test.each(['application/json; charset=foo', 'application/json;charset="iso-8859-1"', 'application/json; CHARSET = utf-16'])(
    '%s cannot be read',
    (type) => {
      const answer = send(type);
      expect([answer.status, answer.body]).toEqual([400, failure('Invalid request body')]);
    },
  );

  test('counts for forms too, but not without a body', () => {
    expect(send('application/x-www-form-urlencoded; charset=utf-8', form).status).toBe(200);
    expect(send('application/x-www-form-urlencoded; charset=foo', form).body.ResponseMsg).toBe('Invalid request body');
    expect(send('application/json; charset=foo', { kind: 'none' }).body.ResponseMsg).toBe('Amount is required');
  });
});

describe('the rate limit', () => {
  test('is off by default', () => {
    const stage = createStage();
    for (let count = 0; count < 70; count++) expect(stage.call('getMyUsedLinks').status).toBe(200);
  });

  test('answers 429 with Retry-After until the window ends, for refused calls too', () => {
    const stage = createStage({ rateLimitPerMinute: 2, errorHttpStatus: 'always200' });
    stage.call('getMyUsedLinks');
    stage.advance(20_500);
    stage.call('deleteLink');
    const answer = stage.call('createLink', { amount: 1 });
    expect([answer.status, answer.body, answer.headers['retry-after']]).toEqual([429, failure('Too Many Requests'), '40']);
    stage.advance(39_500);
    expect(stage.call('createLink', { amount: 1 }).status).toBe(200);
  });

  test('counts per key, callers without one by address, or all by address', () => {
    const stage = createStage({ rateLimitPerMinute: 1 });
    const other = stage.addAccount({ rateLimitPerMinute: 1 });
    const as = (token: string) => stage.call('getMyUsedLinks', {}, { token }).status;
    expect([as(stage.account.keys.token ?? ''), as(other.keys.token ?? ''), as('x'), as('y')]).toEqual([200, 200, 401, 429]);
    const shared = createStage({ rateLimitPerMinute: 1, rateLimitScope: 'ip' });
    shared.call('getMyUsedLinks');
    expect(shared.call('getMyUsedLinks').status).toBe(429);
  });
});

describe('everything else', () => {
  test.each(['/api/v2/splitLink', '/api/v1/createLink', '/authorize', '/', '/api/v2/', '/api/v2/updateSecPaidAttribute'])(
    '%s is 404 in the envelope',
    (path) => {
      const { reply } = createStage().request('POST', path);
      expect([reply.status, jsonOf(reply)]).toEqual([404, failure('Not Found')]);
    },
  );

  test.each([500, 503, 507] as const)('failures of the harness (%i) are told in the envelope', (status) => {
    const reply = secpaid.answerFailure(status, 'cannot store');
    expect([reply.status, jsonOf(reply)]).toEqual([status, failure('cannot store')]);
  });

  test('the log masks the token header, the encryption key field and the token of a form', () => {
    expect([secpaid.credentialHeaders, secpaid.secretFields]).toEqual([['token'], ['encryption_key', 'form_token']]);
  });
});

describe('two merchants', () => {
  test('do not see, delete or refund each other’s links', () => {
    const stage = createStage();
    const other = stage.addAccount();
    const headers = { token: other.keys.token ?? '' };
    const payment = stage.create();
    const paid = stage.create();
    stage.act(paid, { action: 'pay' });
    expect(itemsOf(stage.call('getMyUnusedLinks', {}, headers))).toEqual([]);
    expect(itemsOf(stage.call('getMyUsedLinks', {}, headers))).toEqual([]);
    expect(itemsOf(stage.call('getPayInTransactions', { pay_id: paid.id }, headers))).toEqual([]);
    expect(itemsOf(stage.call('getPayInTransactions', {}, headers))).toEqual([]);
    const deleted = stage.call('deleteLink', { link_id: payment.id }, headers);
    expect([deleted.status, deleted.body.ResponseMsg]).toEqual([404, 'Invalid link ID']);
    const refunded = stage.call('refundPayment', { pay_id: paid.id, refund_amount: 1 }, headers);
    expect([refunded.status, refunded.body.ResponseMsg]).toEqual([404, 'Invalid link ID']);
  });
});
