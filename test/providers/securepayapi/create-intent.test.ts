import { describe, expect, test } from 'vitest';
import type { JsonObject, JsonValue } from '../../../server/protocol/records.js';
import type { BodyProblem, RequestBody } from '../../../server/providers/provider.js';
import { createTestStage, headerOf, jsonOf } from './test-stage.js';

const valid = { amount: 4599, currency: 'USD' };
const createPath = '/api/v1/payment-intents';

function errorOf(body: JsonValue, settings: JsonObject = {}): { status: number; code: unknown; field: unknown; message: string } {
  const stage = createTestStage(settings);
  const reply = stage.create(body);
  const { error } = jsonOf(reply) as { error?: JsonObject };
  expect(stage.paymentCount(), 'a refused request changes nothing').toBe(0);
  return { status: reply.status, code: error?.code, field: error?.field, message: String(error?.message) };
}

function statusOf(body: JsonValue, settings: JsonObject = {}): number {
  return createTestStage(settings).create(body).status;
}

describe('a created intent', () => {
  test('answers 200 with exactly the five fields of the sample, in its order', () => {
    const stage = createTestStage();
    const reply = stage.create({ ...valid, reference: 'web-7781', metadata: { cart: 'c-19' } });
    expect(reply.status).toBe(200);
    const body = jsonOf(reply);
    expect(Object.keys(body)).toEqual(['id', 'client_secret', 'amount', 'currency', 'status']);
    expect(body).toMatchObject({ amount: 4599, currency: 'USD', status: 'requires_payment' });
    expect(body.id).toMatch(/^[0-9a-f]{24}$/);
    expect(body.client_secret).toMatch(new RegExp(`^pi_${body.id}_secret_[A-Za-z0-9]{24,}$`));
  });

  test('answers 201 when the account says so', () => expect(statusOf(valid, { createStatus: 201 })).toBe(201));

  test('waits for a card and tells nobody', () => {
    const stage = createTestStage();
    const { payment } = stage.make();
    expect(payment).toMatchObject({
      status: 'requires_payment',
      outcome: 'open',
      checkoutUrl: `http://localhost:4747/securepayapi/try/${payment.id}`,
      amountMinor: 4599,
      currency: 'USD',
    });
    expect(payment.eventIds).toEqual([]);
  });

  test('is known by its externalid, else by its reference', () => {
    const stage = createTestStage();
    expect(stage.make({ externalid: 'inv-2041', reference: 'web-7781' }).payment.reference).toBe('inv-2041');
    expect(stage.make({ reference: 'web-7781' }).payment.reference).toBe('web-7781');
    expect(stage.make().payment.reference).toBe('');
  });

  test('is a new one for every call, also with the same identifiers', () => {
    const stage = createTestStage();
    const ids = [1, 2, 3].map(() => stage.make({ externalid: 'same', reference: 'same' }).payment.id);
    expect(new Set(ids).size).toBe(3);
  });
});

describe('limits of the request', () => {
  test.each([1, 2, 1e3, 99_999_999])('takes the amount %d', (amount) => expect(statusOf({ ...valid, amount })).toBe(200));
  test.each([0, -1, 100_000_000, 20.5, '2000', null, true, [[1]], {}, 1e300])('refuses the amount %j', (amount) => {
    expect(errorOf({ ...valid, amount })).toMatchObject({ status: 400, code: 'invalid_field', field: 'amount' });
  });
  test('asks for the amount', () =>
    expect(errorOf({ currency: 'USD' })).toMatchObject({ status: 400, code: 'missing_field', field: 'amount' }));

  test.each(['usd', 'Usd', ' USD '])('refuses the currency "%s" and says how to write it', (currency) => {
    const error = errorOf({ ...valid, currency });
    expect(error).toMatchObject({ status: 400, field: 'currency' });
    expect(error.message).toContain('upper case');
  });
  test.each(['EUR', '', 840, null])('refuses the currency %j', (currency) => {
    expect(errorOf({ ...valid, currency })).toMatchObject({ status: 400, field: 'currency' });
  });
  test('asks for the currency', () => expect(errorOf({ amount: 1 })).toMatchObject({ code: 'missing_field', field: 'currency' }));

  test.each(['reference', 'externalid', 'customerid'])('takes 200 characters of %s and not 201', (name) => {
    expect(statusOf({ ...valid, [name]: '' })).toBe(200);
    expect(statusOf({ ...valid, [name]: 'x'.repeat(200) })).toBe(200);
    expect(errorOf({ ...valid, [name]: 'x'.repeat(201) })).toMatchObject({ status: 400, field: name });
    expect(errorOf({ ...valid, [name]: 7 })).toMatchObject({ status: 400, field: name });
  });

  test('counts UTF-16 units, so that 100 emoji are 200 characters', () => {
    expect(statusOf({ ...valid, externalid: '😀'.repeat(100) })).toBe(200);
    expect(statusOf({ ...valid, externalid: `${'😀'.repeat(100)}x` })).toBe(400);
  });

  test.each(['descriptor', 'description'])('takes 5 to 100 characters of %s', (name) => {
    for (const length of [5, 100]) expect(statusOf({ ...valid, [name]: 'x'.repeat(length) })).toBe(200);
    for (const length of [0, 4, 101])
      expect(errorOf({ ...valid, [name]: 'x'.repeat(length) })).toMatchObject({ status: 400, field: name });
  });

  test('takes the themes light and dark', () => {
    for (const theme of ['light', 'dark']) expect(statusOf({ ...valid, theme })).toBe(200);
    for (const theme of ['Light', 'auto', '', null, 1])
      expect(errorOf({ ...valid, theme })).toMatchObject({ status: 400, field: 'theme' });
  });

  test('takes 4096 bytes of metadata, measured as compact JSON in UTF-8', () => {
    const fill = (bytes: number) => ({ k: 'x'.repeat(bytes - '{"k":""}'.length) });
    expect(statusOf({ ...valid, metadata: {} })).toBe(200);
    expect(statusOf({ ...valid, metadata: fill(4096) })).toBe(200);
    expect(errorOf({ ...valid, metadata: fill(4097) })).toMatchObject({ status: 400, field: 'metadata' });
    expect(statusOf({ ...valid, metadata: { k: 'ü'.repeat(2044) } })).toBe(200);
    expect(statusOf({ ...valid, metadata: { k: 'ü'.repeat(2045) } })).toBe(400);
  });

  test.each([[[]], ['text'], [null], [{ a: 1 }], [{ a: { b: 'c' } }], [{ a: null }], [{ a: ['b'] }]])(
    'refuses the metadata %j',
    (metadata) => {
      expect(errorOf({ ...valid, metadata: metadata as JsonValue })).toMatchObject({ status: 400, field: 'metadata' });
    },
  );

  test('ignores unknown fields, and refuses them in strict mode with the nearest name', () => {
    expect(statusOf({ ...valid, capture: false })).toBe(200);
    const strict = { unknownFields: 'reject' };
    expect(statusOf({ ...valid, externalid: 'x' }, strict)).toBe(200);
    expect(errorOf({ ...valid, external_id: 'x' }, strict)).toMatchObject({
      status: 400,
      code: 'unknown_field',
      field: 'external_id',
    });
    expect(errorOf({ ...valid, external_id: 'x' }, strict).message).toContain('externalid');
    expect(errorOf({ ...valid, customerid: 'x' }, strict)).toMatchObject({ code: 'unknown_field', field: 'customerid' });
  });

  test.each([null, [[]], 'text', 7, true])('refuses the body %j', (body) => {
    expect(errorOf(body)).toMatchObject({ status: 400, code: 'invalid_body' });
  });
});

describe('who may create an intent', () => {
  const send = (authorization: string | undefined) => {
    const stage = createTestStage();
    const value = authorization
      ?.replace('<secret>', stage.account.keys.secretKey ?? '')
      .replace('<pk>', stage.account.keys.publishableKey ?? '');
    const reply = stage.call({
      method: 'POST',
      path: createPath,
      headers: value === undefined ? {} : { authorization: value },
      body: { kind: 'json', value: valid },
    });
    return { reply, count: stage.paymentCount() };
  };

  test.each(['Bearer <secret>', 'bearer <secret>', 'Bearer   <secret> '])('takes "%s"', (header) =>
    expect(send(header).reply.status).toBe(200),
  );

  test.each([
    undefined,
    '',
    'Bearer',
    'Bearer ',
    '<secret>',
    'Basic <secret>',
    'Bearer <pk>',
    'Bearer <secret>x',
    'Bearer sp_secret_nobody',
    'Bearer <secret>, Bearer <secret>',
    'Bearer <secret> trailing',
  ])('refuses "%s" with 401', (header) => {
    const { reply, count } = send(header);
    expect(reply.status).toBe(401);
    expect(headerOf(reply, 'www-authenticate')).toBe('Bearer');
    expect(count).toBe(0);
  });

  test('says why a publishable key does not do', () => {
    expect(jsonOf(send('Bearer <pk>').reply)).toMatchObject({ error: { code: 'publishable_key' } });
  });

  test('refuses the old key as soon as it is regenerated', () => {
    const stage = createTestStage();
    const old = stage.account.keys.secretKey;
    stage.account.keys.secretKey = 'sp_secret_new';
    expect(stage.create(valid, { authorization: `Bearer ${old}` }).status).toBe(401);
    expect(stage.create(valid).status).toBe(200);
  });
});

describe('E1 bodies that are no JSON', () => {
  const send = (body: RequestBody, contentType = 'application/json') => {
    const stage = createTestStage();
    const headers = { authorization: `Bearer ${stage.account.keys.secretKey}`, 'content-type': contentType };
    return stage.call({ method: 'POST', path: createPath, headers, body }).status;
  };
  const statuses: [BodyProblem, number][] = [
    ['malformed', 400],
    ['too_deep', 400],
    ['forbidden_key', 400],
    ['too_large', 413],
    ['unsupported_type', 415],
  ];
  test.each(statuses)('answers a body that is %s with %d', (problem, status) => {
    expect(send({ kind: 'problem', problem, message: 'no' })).toBe(status);
  });
  test.each(statuses)('tells a body that is %s without the words of a parser', (problem) => {
    const stage = createTestStage();
    const headers = { authorization: `Bearer ${stage.account.keys.secretKey}`, 'content-type': 'application/json' };
    const message = problem === 'malformed' || problem === 'unsupported_type' ? 'Unexpected token } at position 7' : 'ours';
    const reply = stage.call({ method: 'POST', path: createPath, headers, body: { kind: 'problem', problem, message } });
    expect(JSON.stringify(jsonOf(reply))).not.toContain('token');
  });
  test('names malformed JSON, and takes a malformed form for a form', () => {
    const problem: RequestBody = { kind: 'problem', problem: 'malformed', message: 'Unexpected token }' };
    expect(send(problem, 'multipart/form-data; boundary=x')).toBe(415);
    const stage = createTestStage();
    const headers = { authorization: `Bearer ${stage.account.keys.secretKey}`, 'content-type': 'application/json' };
    expect(jsonOf(stage.call({ method: 'POST', path: createPath, headers, body: problem }))).toEqual({
      error: { code: 'malformed_json', message: 'The body is malformed JSON' },
    });
  });
  test.each([
    ['application/json; charset=utf-8', 200],
    ['application/json;charset="UTF-8"', 200],
    ['application/json; charset=foo', 415],
    ['application/json; CHARSET=utf-16', 415],
  ])('answers %s with %d', (contentType, status) => expect(send({ kind: 'json', value: valid }, contentType)).toBe(status));
  test('answers a form with 415, nothing at all with 415, and empty JSON with 400', () => {
    expect(send({ kind: 'form', fields: { amount: '1' } }, 'application/x-www-form-urlencoded')).toBe(415);
    expect(send({ kind: 'none' }, '')).toBe(415);
    expect(send({ kind: 'none' })).toBe(400);
  });
});

describe('addresses', () => {
  test('an unknown path is 404 and a known one with another method 405, both in the error shape', () => {
    const stage = createTestStage();
    const missing = stage.call({ method: 'GET', path: '/api/v1/payment-intents/66f1a09b3c4d5e6f70819203' });
    expect(missing.status).toBe(404);
    expect(jsonOf(missing)).toMatchObject({ error: { code: 'not_found' } });
    const wrong = stage.call({ method: 'GET', path: createPath });
    expect(wrong.status).toBe(405);
    expect(headerOf(wrong, 'allow')).toBe('POST');
    expect(jsonOf(wrong)).toMatchObject({ error: { code: 'method_not_allowed' } });
  });
});
