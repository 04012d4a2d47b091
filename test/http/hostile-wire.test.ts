import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Harness } from '../../server/index.js';
import { actAsCustomer, callControl, readPayment, startHarness } from '../support/harness.js';
import { countPayments, listCreateCalls, openWire, writeRequest } from './hostile-stage.js';

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness.close());

const HEALTH = '/_paystage/health';
const statusesIn = (text: string) => [...text.matchAll(/HTTP\/1\.1 (\d{3})/g)].map(([, status]) => Number(status));

/** Sends bytes and reads until the other side ends. */
async function exchange(bytes: Buffer): Promise<number[]> {
  const wire = openWire(harness);
  wire.socket.write(bytes);
  return statusesIn(await wire.closed);
}

async function expectAlive(): Promise<void> {
  expect((await fetch(harness.url + HEALTH)).status).toBe(200);
}

describe('E8 headers', () => {
  test.each([
    ['one of 20 KB', [`X-Big: ${'x'.repeat(20_000)}`], [400, 431]],
    ['one of 16 KB in the middle', ['A: b', `X-Big: ${'x'.repeat(16_384)}`, 'C: d'], [400, 431]],
    ['a thousand, of 30 KB together', Array.from({ length: 1_000 }, (_, index) => `X-${index}: ${'y'.repeat(20)}`), [400, 431]],
    ['a thousand small ones', Array.from({ length: 1_000 }, (_, index) => `x${index}: y`), [200, 400, 431]],
    ['one that goes on in the next line', ['X-Folded: a', ' b'], [200, 400]],
    ['a name with a blank', ['X Bad: a'], [400]],
    ['a control character', ['X-Bad: a\u0000b'], [400]],
    ['two lengths', ['Content-Length: 1', 'Content-Length: 2'], [400]],
    ['a length and chunks', ['Content-Length: 1', 'Transfer-Encoding: chunked'], [400]],
    ['a length that is none', ['Content-Length: -1'], [400]],
  ])('%s are refused or defined, and nobody else notices', async (_title, headers, statuses) => {
    const [status] = await exchange(writeRequest(harness, 'GET', HEALTH, [...headers, 'Connection: close']));
    expect(statuses).toContain(status);
    await expectAlive();
  });

  test('names count in any case, and a key that is given twice is no key', async () => {
    const [secpaid] = listCreateCalls(harness);
    const token = secpaid?.headers.token;
    const send = (...headers: string[]) =>
      exchange(
        writeRequest(
          harness,
          'POST',
          secpaid?.path ?? '',
          ['Content-Type: application/json', 'Content-Length: 16', 'Connection: close', ...headers],
          '{"amount":49.99}',
        ),
      );
    expect(await send(`tOkEn: ${token}`)).toEqual([200]);
    const before = await countPayments(harness);
    const [twice] = await send(`token: ${token}`, 'token: other');
    expect(twice).toBeGreaterThanOrEqual(400);
    expect(await countPayments(harness)).toBe(before);
  });
});

test('E9 five hundred idle connections and fifty that send their request a byte at a time hold up nobody else', async () => {
  const idle = Array.from({ length: 500 }, () => openWire(harness));
  const slow = Array.from({ length: 50 }, () => openWire(harness));
  await Promise.all([...idle, ...slow].map(({ socket }) => new Promise((resolve) => socket.once('connect', resolve))));
  const bytes = writeRequest(harness, 'POST', '/securepayapi/api/v1/payment-intents', ['Content-Length: 1000', ''], '');
  for (const { socket } of slow) socket.write(bytes.subarray(0, 40));
  for (let index = 40; index < 60; index++) for (const { socket } of slow) socket.write(bytes.subarray(index, index + 1));
  const calls = await Promise.all(Array.from({ length: 50 }, () => fetch(harness.url + HEALTH)));
  expect(calls.every(({ status }) => status === 200)).toBe(true);
  for (const { socket } of [...idle, ...slow]) socket.destroy();
  await Promise.all([...idle, ...slow].map(({ closed }) => closed));
});

test('E9 a head that never ends is answered after ten seconds, not when Node gets round to it', async () => {
  const wire = openWire(harness);
  wire.socket.write(writeRequest(harness, 'GET', HEALTH, []).subarray(0, 30));
  expect(statusesIn(await wire.closed)).toEqual([408]);
  // Node looks at slow heads every 30 s unless it is told to look each second: that would outlast this test.
}, 25_000);

describe('E15 an upgrade', () => {
  const WEBSOCKET = [
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    `Sec-WebSocket-Key: ${'A'.repeat(22)}==`,
  ];

  test.each([
    '//',
    '//x',
    '///',
    '/\\',
    '/%',
    '//u@h/_paystage/stream#',
    '/_paystage/stream#',
    'http://a b/',
    '*',
    '/?',
    `/${'x'.repeat(9_000)}`,
  ])('of %s is refused, and the stage goes on', async (target) => {
    const [status] = await exchange(writeRequest(harness, 'GET', target, WEBSOCKET));
    expect([400, 404, 421]).toContain(status);
    await expectAlive();
  });

  test('that is refused does not hold up the end where the other side keeps its half open', async () => {
    const own = await startHarness();
    const socket = connect({ port: own.address.port, host: '127.0.0.1', allowHalfOpen: true });
    socket.on('error', () => {});
    socket.resume();
    const ended = new Promise((resolve) => socket.once('end', resolve));
    socket.write(writeRequest(own, 'GET', '/_paystage/none', WEBSOCKET));
    await ended;
    expect(socket.writable).toBe(true);
    await own.close();
    socket.destroy();
  });
});

describe('E10 what HTTP allows', () => {
  test('requests one after the other without waiting are answered in their order', async () => {
    const wire = openWire(harness);
    const paths = [HEALTH, '/none', HEALTH, '/_paystage/api/none'];
    const requests = paths.map((path, index) =>
      writeRequest(harness, 'GET', path, index === paths.length - 1 ? ['Connection: close'] : []),
    );
    wire.socket.write(Buffer.concat(requests));
    expect(statusesIn(await wire.closed)).toEqual([200, 404, 200, 404]);
  });

  test('Expect: 100-continue is answered first, and the request then', async () => {
    const [secpaid] = listCreateCalls(harness);
    const wire = openWire(harness);
    const headers = [
      'Content-Type: application/json',
      `token: ${secpaid?.headers.token}`,
      'Content-Length: 16',
      'Expect: 100-continue',
    ];
    wire.socket.write(writeRequest(harness, 'POST', secpaid?.path ?? '', [...headers, 'Connection: close']));
    await wire.until(/100 Continue\r\n\r\n/);
    wire.socket.write('{"amount":49.99}');
    expect(statusesIn(await wire.closed)).toEqual([100, 200]);
  });

  test('an expectation that nobody knows is refused', async () => {
    expect(await exchange(writeRequest(harness, 'GET', HEALTH, ['Expect: magic', 'Connection: close']))).toEqual([417]);
  });

  test('a body in chunks is a body', async () => {
    const [secpaid] = listCreateCalls(harness);
    const headers = [
      'Content-Type: application/json',
      `token: ${secpaid?.headers.token}`,
      'Transfer-Encoding: chunked',
      'Connection: close',
    ];
    const body = '5\r\n{"amo\r\nb\r\nunt":49.99}\r\n0\r\n\r\n';
    expect(await exchange(writeRequest(harness, 'POST', secpaid?.path ?? '', headers, body))).toEqual([200]);
  });

  test.each(['HEAD', 'OPTIONS', 'TRACE', 'PROPFIND'])('%s changes nothing, wherever it is sent', async (method) => {
    const { paymentId } = await callControl<{ paymentId: string }>(harness, 'POST', '/accounts/secpaid/payments', {});
    const before = [await countPayments(harness), JSON.stringify(await readPayment(harness, paymentId))];
    const paths = ['/', HEALTH, '/_paystage/api/reset', '/_paystage/api/clock', `/_paystage/api/payments/${paymentId}/customer`];
    for (const { path, headers } of listCreateCalls(harness)) {
      const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
      const [status = 0] = await exchange(writeRequest(harness, method, path, [...lines, 'Connection: close']));
      expect(status).toBeGreaterThanOrEqual(200);
      expect(status).toBeLessThan(500);
    }
    for (const path of paths) {
      const [status = 0] = await exchange(writeRequest(harness, method, path, ['Connection: close']));
      expect(status).toBeLessThan(502);
    }
    expect([await countPayments(harness), JSON.stringify(await readPayment(harness, paymentId))]).toEqual(before);
  });

  test.each(['X-HTTP-Method-Override', 'X-Method-Override', 'X-HTTP-Method'])('%s overrides nothing', async (name) => {
    const before = await countPayments(harness);
    expect(
      await exchange(writeRequest(harness, 'GET', '/_paystage/api/payments', [`${name}: POST`, 'Connection: close'])),
    ).toEqual([200]);
    expect(await exchange(writeRequest(harness, 'GET', '/_paystage/api/reset', [`${name}: POST`, 'Connection: close']))).toEqual([
      405,
    ]);
    expect(await exchange(writeRequest(harness, 'GET', '/_paystage/api/reset?_method=POST', ['Connection: close']))).toEqual([
      405,
    ]);
    expect(await countPayments(harness)).toBe(before);
  });
});

describe('E14 of two calls that contradict each other', () => {
  test('exactly one wins, pay or cancel, and the other gets the error that the provider has for it', async () => {
    for (let round = 0; round < 10; round++) {
      const { paymentId } = await callControl<{ paymentId: string }>(harness, 'POST', '/accounts/secpaid/payments', {
        cancellable: true,
      });
      const actions = round % 2 === 0 ? ['pay', 'cancel'] : ['cancel', 'pay'];
      const ends = await Promise.allSettled(actions.map((action) => actAsCustomer(harness, paymentId, { action })));
      expect(ends.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
      const lost = ends.find((end) => end.status === 'rejected');
      expect(String(lost?.status === 'rejected' && lost.reason)).toMatch(/: 409 /);
      const { events, history } = await readPayment(harness, paymentId);
      expect(events).toHaveLength(1);
      expect(history).toHaveLength(1);
    }
  });

  test('twenty clicks on "pay" pay once', async () => {
    const { paymentId } = await callControl<{ paymentId: string }>(harness, 'POST', '/accounts/securepayapi/payments', {});
    const clicks = Array.from({ length: 20 }, () => actAsCustomer(harness, paymentId, { action: 'pay' }));
    const ends = await Promise.allSettled(clicks);
    expect(ends.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect((await readPayment(harness, paymentId)).events.map(({ status }) => status)).toEqual(['INIT', 'PAYING', 'SUCCEEDED']);
  });
});
