import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Harness, LogRecord } from '../../server/index.js';
import { callControl, readPayment, startHarness } from '../support/harness.js';
import { createReceiver } from '../support/receiver.js';
import { type CreateCall, countPayments, listCreateCalls } from './hostile-stage.js';

let harness: Harness;
/** 200 MB, compressed beside the event loop: a process that does nothing else for seconds finds its kept connections closed. */
let bomb: Buffer;
beforeAll(async () => {
  bomb = await promisify(gzip)(Buffer.alloc(200_000_000, ' '));
  harness = await startHarness();
});
afterAll(() => harness.close());

async function post({ path, headers }: CreateCall, body: string | Buffer, more: Record<string, string> = {}) {
  const sent = { 'content-type': 'application/json', ...headers, ...more };
  const reply = await fetch(harness.url + path, { method: 'POST', headers: sent, body: body as BodyInit });
  return { status: reply.status, text: await reply.text() };
}

const providers = ['secpaid', 'securepayapi'] as const;
const callOf = (name: string) => listCreateCalls(harness).find(({ path }) => path.startsWith(`/${name}/`)) as CreateCall;

/** An answer in the shape of its provider, that tells nothing of our insides. */
function expectRefusal(name: string, { status, text }: { status: number; text: string }): void {
  expect(status).toBeGreaterThanOrEqual(400);
  expect(status).toBeLessThan(500);
  const body = JSON.parse(text) as Record<string, unknown>;
  expect(body).toMatchObject(name === 'secpaid' ? { ResponseCode: 0, Result: 'False' } : { error: { code: expect.any(String) } });
  expect(text).not.toMatch(/\bat .*:\d+:\d+|node_modules|SyntaxError/);
}

describe.each(providers)('at %s', (name) => {
  test.each([
    ['invalid JSON', '{"amount":'],
    ['garbage', 'garbage'],
    ['nothing', ''],
    ['a number', '7'],
    ['a text', '"x"'],
    ['null', 'null'],
    ['a list', '[{"amount":1}]'],
    ['JSON after JSON', '{"amount":1}{"amount":1}'],
  ])('E1 a body that is %s is answered in its own error shape', async (_title, body) => {
    const before = await countPayments(harness);
    expectRefusal(name, await post(callOf(name), body));
    expect(await countPayments(harness)).toBe(before);
  });

  test.each(['text/plain', 'application/xml', 'application/octet-stream', 'nonsense', 'multipart/form-data'])(
    'E1 a body of the type %s is answered in its own error shape',
    async (type) => {
      const before = await countPayments(harness);
      expectRefusal(name, await post(callOf(name), callOf(name).valid, { 'content-type': type }));
      expect(await countPayments(harness)).toBe(before);
    },
  );

  test('E2 a form of more fields than are read is refused, not cut', async () => {
    const form = new FormData();
    for (const [field, value] of Object.entries(JSON.parse(callOf(name).valid))) form.set(field, String(value));
    for (let count = 0; count < 250; count++) form.append(`field${count}`, 'x');
    const { 'content-type': _, ...headers } = { 'content-type': '', ...callOf(name).headers };
    const reply = await fetch(harness.url + callOf(name).path, { method: 'POST', headers, body: form });
    expect(reply.status).toBe(413);
    expectRefusal(name, { status: reply.status, text: await reply.text() });
  });

  test('E2 a body of 2 MB, and a compressed one of 200 MB, are refused with 413', async () => {
    const large = await post(callOf(name), JSON.stringify({ amount: 1, note: 'x'.repeat(2_000_000) }));
    expect(large.status).toBe(413);
    expectRefusal(name, large);
    const inflated = await post(callOf(name), bomb, { 'content-encoding': 'gzip' });
    expect([413, 415]).toContain(inflated.status);
    expectRefusal(name, inflated);
  });

  test.each([
    ['lists', (count: number) => '['.repeat(count) + ']'.repeat(count)],
    ['objects', (count: number) => `${'{"a":'.repeat(count)}1${'}'.repeat(count)}`],
  ])('E3 100,000 nested %s are refused, and so are 65', async (_title, nest) => {
    for (const count of [65, 5_000, 100_000]) {
      expectRefusal(name, await post(callOf(name), nest(count)));
      expectRefusal(name, await post(callOf(name), `{"amount":1,"currency":"USD","metadata":${nest(count)}}`));
    }
  });

  test.each([
    '{"__proto__":{"polluted":1},"amount":4599,"currency":"USD"}',
    '{"constructor":{"prototype":{"polluted":1}},"amount":4599,"currency":"USD"}',
    '{"metadata":{"__proto__":"x"},"amount":4599,"currency":"USD"}',
    '{"\\u005f_proto__":{"polluted":1},"amount":4599,"currency":"USD"}',
  ])('E4 a key that means something to JavaScript pollutes nothing: %s', async (body) => {
    const { status } = await post(callOf(name), body);
    expect([200, 201, 400]).toContain(status);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  test.each(['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty'])(
    'E4 "%s" as a field of a form, a query or an id is a name like any other',
    async (key) => {
      const form = await post(callOf(name), `${key}=1&${key}[polluted]=1`, {
        'content-type': 'application/x-www-form-urlencoded',
      });
      expect(form.status).toBeLessThan(500);
      const query = await fetch(`${harness.url}${callOf(name).path}?${key}=1&${key}[x]=1`, { headers: callOf(name).headers });
      expect(query.status).toBeLessThan(500);
      for (const path of [`/payments/${key}`, `/deliveries/${key}`, `/bins/${key}`, `/accounts/${key}`, `/lanes/${key}`]) {
        const { status } = await fetch(`${harness.url}/_paystage/api${path}`);
        expect(path.includes('bins') ? [200, 404] : [404]).toContain(status);
      }
      expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    },
  );

  test('E5 of a key that comes twice the last one counts', async () => {
    const body = callOf(name).valid.replace('{', '{"amount":1,"reference":"one","recipient_note":"one",');
    const { status, text } = await post(callOf(name), body.replace(/}$/, ',"reference":"two","recipient_note":"two"}'));
    expect([200, 201]).toContain(status);
    const id = /"id":"?([\w-]+)/.exec(text)?.[1] ?? '';
    const payment = await readPayment(harness, id);
    expect(payment.amountMinor).toBe(name === 'secpaid' ? 4_999 : 4_599);
    expect(payment.reference).toBe('two');
  });

  test.each([
    '1e400',
    '-1e400',
    '9007199254740993',
    '-0',
    '0.1e-400',
    '"0x10"',
    '"1e3"',
    '20.505',
    '" 5 "',
    '"NaN"',
    'true',
    '[5]',
    '{"a":5}',
  ])('E6 the amount %s is taken as an amount that a double holds, or refused in the shape of the provider', async (amount) => {
    const answer = await post(callOf(name), callOf(name).valid.replace(/"amount":[\d.]+/, `"amount":${amount}`));
    if (answer.status >= 300) return expectRefusal(name, answer);
    const payment = await readPayment(harness, /"id":"?([\w-]+)/.exec(answer.text)?.[1] ?? '');
    expect(Number.isSafeInteger(payment.amountMinor)).toBe(true);
    expect(payment.amountMinor).toBeGreaterThan(0);
  });
});

describe('E7 bytes that are odd', () => {
  const odd: [title: string, body: (valid: string) => Buffer][] = [
    [
      'no UTF-8',
      (valid) => Buffer.from(valid.replace('}', ',"reference":"\u00ff\u00fe","recipient_note":"\u00ff\u00fe"}'), 'latin1'),
    ],
    ['with a mark at the beginning', (valid) => Buffer.from(`\ufeff${valid}`)],
    ['UTF-16', (valid) => Buffer.from(valid, 'utf16le')],
    ['with a NUL', (valid) => Buffer.from(valid.replace('}', ',"reference":"a\\u0000b","recipient_note":"a\\u0000b"}'))],
    ['with half a pair', (valid) => Buffer.from(valid.replace('}', ',"reference":"\\ud83d","recipient_note":"\\ud83d"}'))],
  ];
  test.each(providers.flatMap((name) => odd.map(([title, body]) => [name, title, body] as const)))(
    'at %s, %s, are refused or taken, the same each time, and what was taken is told and stored without harm',
    async (name, _title, body) => {
      const bytes = body(callOf(name).valid);
      const [first, second] = [await post(callOf(name), bytes), await post(callOf(name), bytes)];
      expect(second.status).toBe(first.status);
      if (first.status >= 300) return expectRefusal(name, first);
      const id = /"id":"?([\w-]+)/.exec(first.text)?.[1] ?? '';
      const payment = await readPayment(harness, id);
      expect(JSON.parse(JSON.stringify(payment))).toEqual(payment);
    },
  );

  test('letters beyond the first plane, in either form, come back as they were, and the signature is over the bytes that left', async () => {
    const receiver = await createReceiver({ status: 204 });
    await callControl(harness, 'PATCH', '/accounts/securepayapi', { webhookUrl: receiver.url });
    const reference = '\u{1f600} e\u0301 \u00e9 \u202e \ufb01';
    const { text } = await post(callOf('securepayapi'), JSON.stringify({ amount: 4_599, currency: 'USD', reference }));
    const { id } = JSON.parse(text) as { id: string };
    await callControl(harness, 'POST', `/payments/${id}/customer`, { action: 'pay' });
    await harness.engine.activity.whenIdle();
    expect((await readPayment(harness, id)).reference).toBe(reference);
    const { createHmac } = await import('node:crypto');
    for (const request of receiver.requests) {
      const signature = createHmac('sha256', harness.env.SECUREPAYAPI_SECRET_KEY ?? '')
        .update(request.header('x-timestamp') ?? '')
        .update(request.body)
        .digest('hex');
      expect(request.header('x-signature')).toBe(signature);
    }
    expect(receiver.requests).toHaveLength(3);
    await receiver.close();
  });

  test('no record is harmed by what was sent before', async () => {
    const { records } = await callControl<{ records: LogRecord[] }>(harness, 'GET', '/records?limit=1000');
    expect(records.length).toBeGreaterThan(100);
    for (const record of records) expect(record).toMatchObject({ seq: expect.any(Number), type: expect.any(String) });
  });
});
