import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createReceiver, type Receiver, type Reply } from '../support/receiver.js';

let receiver: Receiver;
beforeEach(async () => {
  receiver = await createReceiver();
});
afterEach(() => receiver.close());

const post = (body: string, path = '/hook?x=1') => fetch(receiver.url + path, { method: 'POST', body });
const failureOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'answered',
    (error: Error & { cause?: { code?: string } }) => error.cause?.code ?? error.name,
  );

describe('what the receiver writes down', () => {
  test('keeps method, address, headers in their case and order, and the exact bytes', async () => {
    const socket = connect(Number(new URL(receiver.url).port), '127.0.0.1');
    const bytes = Buffer.from([0x7b, 0xff, 0x00, 0x7d]);
    socket.write('PUT /a%20b?c=d HTTP/1.1\r\nHost: h\r\nX-One: 1\r\nx-TWO: 2\r\nX-One: 3\r\nContent-Length: 4\r\n\r\n');
    socket.write(bytes);
    const [request] = await receiver.waitForRequests(1);
    socket.destroy();
    expect(request).toMatchObject({ number: 1, method: 'PUT', url: '/a%20b?c=d', isComplete: true, event: '(unknown)' });
    expect(request?.headers.slice(1, 4)).toEqual([
      ['X-One', '1'],
      ['x-TWO', '2'],
      ['X-One', '3'],
    ]);
    expect(request?.header('x-one')).toBe('1, 3');
    expect(request?.header('x-none')).toBeUndefined();
    expect(request?.body).toEqual(bytes);
  });

  test('writes down a request that broke off in the middle of its body', async () => {
    const socket = connect(Number(new URL(receiver.url).port), '127.0.0.1');
    socket.on('error', () => {});
    socket.write('POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 100\r\n\r\npart', () => socket.end());
    expect(await receiver.waitFor(({ isComplete }) => !isComplete)).toMatchObject({ body: Buffer.from('part') });
  });

  test('counts by event, in every shape the providers write', async () => {
    await post('{"id":"66f1","status":"PAYING"}');
    await post('{"id":"66f1","status":"PAYING"}');
    await post('{"ResponseCode":1,"data":{"pay_id":50001,"status":"Success"}}');
    await post('{"ResponseCode":1,"data[pay_id]":50001,"data[Status]":"cancel"}');
    await post('ResponseCode=1&data%5Bpay_id%5D=50001&data%5Bstatus%5D=Success');
    await post('{"data":"QKOt"}');
    await post('null');
    expect(receiver.countByEvent()).toEqual({ '66f1 PAYING': 2, '50001 success': 2, '50001 cancel': 1, '(unknown)': 2 });
    receiver.clear();
    expect(receiver.countByEvent()).toEqual({});
  });
});

describe('what the receiver answers', () => {
  test('answers 204 until told otherwise, and what is queued comes first', async () => {
    const rules: Reply[] = [
      { status: 500, body: 'no' },
      { status: 302, headers: { location: '/elsewhere' } },
    ];
    receiver.replyNext(...rules);
    receiver.replyWith(({ number }) => ({ status: 200 + number }));
    const statuses: number[] = [];
    for (const _ of [1, 2, 3]) statuses.push((await fetch(receiver.url, { method: 'POST', redirect: 'manual' })).status);
    expect(statuses).toEqual([500, 302, 203]);
  });

  test.each([
    ['reset', 'ECONNRESET'],
    ['garbage', 'HPE_INVALID_CONSTANT'],
  ] as const)('can %s the connection', async (behaviour, code) => {
    receiver.replyNext({ behaviour });
    expect(await failureOf(post('{}'))).toBe(code);
    expect((await post('{}')).status).toBe(204);
  });

  test('can send half of a body and leave', async () => {
    receiver.replyNext({ behaviour: 'cut', body: 'whole' });
    const response = await post('{}');
    expect(response.status).toBe(200);
    expect(await failureOf(response.text())).toBe('UND_ERR_SOCKET');
  });

  test.each(['hang', 'stall'] as const)('can %s until the caller gives up', async (behaviour) => {
    receiver.replyNext({ behaviour });
    const controller = new AbortController();
    const answer = fetch(receiver.url, { method: 'POST', signal: controller.signal }).then((response) => response.text());
    await receiver.waitForRequests(1);
    controller.abort();
    expect(await failureOf(answer)).toBe('AbortError');
  });

  test('holds a reply until the test lets go of it', async () => {
    let release = (_reply: Reply) => {};
    receiver.replyNext(
      () =>
        new Promise((resolve) => {
          release = resolve;
        }),
    );
    const held = post('{"id":"held","status":"INIT"}');
    await receiver.waitForRequests(1);
    expect((await post('{}')).status).toBe(204);
    release({ status: 202 });
    expect((await held).status).toBe(202);
  });

  test('waits before it answers when told to', async () => {
    receiver.replyNext({ delayMs: 30 });
    const startedAtMs = performance.now();
    await post('{}');
    // Timers may fire up to a millisecond early.
    expect(performance.now() - startedAtMs).toBeGreaterThan(28);
  });
});

describe('how a test waits for the receiver', () => {
  test('finds what is already here, and what comes later', async () => {
    await post('{"id":"a","status":"INIT"}');
    expect((await receiver.waitFor(({ event }) => event === 'a INIT')).number).toBe(1);
    const later = receiver.waitFor(({ event }) => event === 'b INIT');
    await post('{"id":"b","status":"INIT"}');
    expect((await later).number).toBe(2);
  });

  test('says what did arrive when the wait was in vain', async () => {
    await post('{"id":"a","status":"INIT"}');
    await expect(receiver.waitForRequests(2, 5)).rejects.toThrow('nothing after 5 ms: 1 requests arrived: a INIT');
  });

  test('ends open waits and hanging connections when it closes', async () => {
    receiver.replyNext({ behaviour: 'hang' });
    const socket = connect(Number(new URL(receiver.url).port), '127.0.0.1');
    socket.on('error', () => {});
    socket.write('GET / HTTP/1.1\r\nHost: h\r\n\r\n');
    await receiver.waitForRequests(1);
    const wait = expect(receiver.waitForRequests(2)).rejects.toThrow('the receiver was closed');
    const closed = once(socket, 'close');
    await receiver.close();
    await Promise.all([wait, closed]);
    receiver = await createReceiver();
  });
});
