import { Worker } from 'node:worker_threads';
import { describe, expect, test } from 'vitest';
import {
  answer,
  answerAfter,
  closeWithoutReply,
  dripBody,
  dripHead,
  neverAnswer,
  raw,
  rawThenClose,
  rawThenReset,
  redirect,
  resetWithoutReply,
} from '../support/bad-behaviours.js';
import { block } from '../support/block.js';
import {
  expectAnswer,
  expectFailure,
  expectUsable,
  makeRequest,
  makeTransport,
  sendOnce,
  startTarget,
  TIMEOUT_MS,
  TIMEOUT_WORDS,
  TIMER_SLACK_MS,
} from './transport-setup.js';

const KIB = 1024;

describe('a status is told as it is', () => {
  test.each([204, 200, 201, 202, 205, 206])('B1 %i', async (status) => {
    const { result, target } = await sendOnce(
      answer(status, {
        headers: [
          ['X-From', 'App'],
          ['x-from', 'again'],
        ],
      }),
    );
    expect(expectAnswer(result)).toMatchObject({ status, remoteAddress: `127.0.0.1:${target.port}` });
    expect(expectAnswer(result).headers.slice(0, 2)).toEqual([
      ['X-From', 'App'],
      ['x-from', 'again'],
    ]);
  });

  test.each([301, 302, 303, 307, 308])('B2 %i is not followed, wherever it leads', async (status) => {
    const other = await startTarget();
    const target = await startTarget();
    const transport = makeTransport();
    for (const location of ['/next', other.url('/x'), target.url('/'), '//foreign.test/x', undefined]) {
      target.next(redirect(status, location));
      const result = expectAnswer(await transport.send(makeRequest(target.url('/hook'))));
      expect(result.status).toBe(status);
      expect(result.headers.find(([name]) => name === 'Location')?.[1]).toBe(location);
    }
    expect(other.connections).toBe(0);
    expect(target.requests.map(({ target: path }) => path)).toEqual(Array(5).fill('/hook'));
  });

  test.each([400, 401, 404, 405, 410, 413, 415, 422, 500, 502, 503, 599])('B3 %i', async (status) => {
    const { result } = await sendOnce(answer(status, { body: 'no' }));
    expect(expectAnswer(result)).toMatchObject({ status, body: { sizeBytes: 2, isCut: false } });
  });

  test.each(['30', '1.5', 'Wed, 21 Oct 2026 07:28:00 GMT', '-5', 'soon', '1000000000'])(
    'B4 with Retry-After: %s as it was sent',
    async (value) => {
      const { result } = await sendOnce(answer(503, { headers: [['Retry-After', value]] }));
      expect(expectAnswer(result).headers[0]).toEqual(['Retry-After', value]);
    },
  );
});

describe('W4 T7 the wall timer', () => {
  test('B5 ends a target that never answers', async () => {
    const attempt = await sendOnce(neverAnswer());
    const failure = expectFailure(attempt.result, 'timeout', 'waiting for head');
    expect(failure.message).toBe(
      `127.0.0.1:${attempt.target.port} did not answer within ${TIMEOUT_WORDS} and may have processed the request`,
    );
    expect(failure.latencyMs).toBeGreaterThanOrEqual(TIMEOUT_MS - 2);
    expect(failure.latencyMs).toBeLessThan(TIMEOUT_MS + TIMER_SLACK_MS);
    await expectUsable(attempt);
  });

  test('B6 is not put off by a head that drips', async () => {
    const attempt = await sendOnce(dripHead(20));
    const failure = expectFailure(attempt.result, 'timeout', 'waiting for head');
    expect(failure.message).toContain(`did not finish the head of its reply within ${TIMEOUT_WORDS}`);
    expect(failure.latencyMs).toBeLessThan(TIMEOUT_MS + TIMER_SLACK_MS);
    await expectUsable(attempt);
  });

  test('B7 keeps the status of a reply whose body drips, and marks the body', async () => {
    const attempt = await sendOnce(dripBody(200, 20));
    const reply = expectAnswer(attempt.result);
    expect(reply).toMatchObject({ status: 200, bodyIncomplete: 'timeout', body: { isCut: false } });
    expect(reply.body.bytes.toString()).toMatch(/^b+$/);
    expect(reply.latencyMs).toBeLessThan(TIMEOUT_MS + TIMER_SLACK_MS);
    await expectUsable(attempt);
  });

  test('B7 keeps the status of a reply whose body never comes', async () => {
    const attempt = await sendOnce(raw('HTTP/1.1 201 Created\r\nContent-Length: 10\r\n\r\n'));
    expect(expectAnswer(attempt.result)).toMatchObject({ status: 201, bodyIncomplete: 'timeout', body: { sizeBytes: 0 } });
    await expectUsable(attempt);
  });

  test('B17 a target that answers too late was still called once, and the message says what may have happened', async () => {
    // Far too late: while this process is held up, the limit is, too, and a target in it catches up.
    const attempt = await sendOnce(answerAfter(TIMEOUT_MS + 10_000, answer(204)));
    expect(expectFailure(attempt.result, 'timeout', 'waiting for head').message).toContain('may have processed the request');
    expect(attempt.target.requests).toHaveLength(1);
  });

  test('a target that does not read the request ends in the phase "sending"', async () => {
    const target = await startTarget({ onConnection: (socket) => socket.pause() !== null });
    const body = Buffer.alloc(32 * KIB * KIB, 'x');
    const failure = expectFailure(await makeTransport().send(makeRequest(target.url(), { body })), 'timeout', 'sending');
    expect(failure.message).toContain(`did not take the whole request within ${TIMEOUT_WORDS}`);
    target.dropConnections();
  });

  test.each([0, -1, Number.NaN])('a limit of %d ends at once instead of never', async (timeoutMs) => {
    const target = await startTarget();
    target.always(neverAnswer());
    expect(await makeTransport().send(makeRequest(target.url(), { timeoutMs }))).toMatchObject({
      kind: 'failed',
      code: 'timeout',
    });
  });
});

describe('B10 a connection that ends', () => {
  test.each([
    ['reset instead of a reply', resetWithoutReply(), 'reset the connection without a reply'],
    ['closed instead of a reply', closeWithoutReply(), 'closed the connection without a reply'],
    [
      'closed in the middle of the head',
      rawThenClose('HTTP/1.1 200 OK\r\nX-'),
      'ended the connection in the middle of the head of its reply',
    ],
    [
      'reset in the middle of the head',
      rawThenReset('HTTP/1.1 200 OK\r\nX-'),
      'ended the connection in the middle of the head of its reply',
    ],
    [
      'closed in the middle of a head that has named a length',
      rawThenClose('HTTP/1.1 200 OK\r\nContent-Length: 3\r\nX-'),
      'ended the connection in the middle of the head of its reply',
    ],
    [
      'reset in the middle of a head that has named a length',
      rawThenReset('HTTP/1.1 200 OK\r\nContent-Length: 3\r\nX-'),
      'ended the connection in the middle of the head of its reply',
    ],
    [
      'closed in the middle of the status line',
      rawThenClose('HTTP/1.'),
      'ended the connection in the middle of the head of its reply',
    ],
  ])('B10 is a reset when it is %s', async (_what, behaviour, message) => {
    const attempt = await sendOnce(behaviour);
    expect(expectFailure(attempt.result, 'reset', 'waiting for head').message).toBe(
      `127.0.0.1:${attempt.target.port} ${message}`,
    );
    expect(attempt.target.requests).toHaveLength(1);
    await expectUsable(attempt);
  });

  test.each([
    ['closed', rawThenClose('HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc')],
    ['reset', rawThenReset('HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc')],
    ['closed between chunks', rawThenClose('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n')],
    ['reset where only the end would have ended the body', rawThenReset('HTTP/1.1 200 OK\r\n\r\nabc')],
  ])('B10 keeps the status when the connection is %s in the middle of the body', async (_what, behaviour) => {
    const attempt = await sendOnce(behaviour);
    const reply = expectAnswer(attempt.result);
    expect(reply).toMatchObject({ status: 200, bodyIncomplete: 'reset' });
    expect(reply.body.bytes.toString()).toBe('abc');
    await expectUsable(attempt);
  });

  test('B10 a body that ends with the connection is whole', async () => {
    const { result } = await sendOnce(rawThenClose('HTTP/1.0 200 OK\r\n\r\nabc'));
    expect(expectAnswer(result)).toMatchObject({ status: 200, body: { sizeBytes: 3 } });
    expect(expectAnswer(result).bodyIncomplete).toBeUndefined();
  });

  test('B10 a target that hangs up as soon as it is connected', async () => {
    const target = await startTarget({ onConnection: (socket) => socket.resetAndDestroy() !== null });
    const result = await makeTransport().send(makeRequest(target.url()));
    expect(result).toMatchObject({ kind: 'failed', code: 'reset' });
    expect(target.connections).toBe(1);
  });

  test('B10 a target that half-closes and then answers is not waited for', async () => {
    const { result } = await sendOnce(({ socket }) => socket.end());
    expectFailure(result, 'reset', 'waiting for head');
  });
});

test('C6 a reply that came while our own event loop was busy is not lost to the timer', async () => {
  const source = `const { parentPort, workerData } = require('node:worker_threads');
    const tell = () => void (Atomics.add(workerData, 0, 1), Atomics.notify(workerData, 0));
    require('node:http').createServer((_, reply) => reply.writeHead(204).end(tell)).listen(0, '127.0.0.1', function () {
      parentPort.postMessage(this.address().port);
    })`;
  const answered = new Int32Array(new SharedArrayBuffer(4));
  const worker = new Worker(source, { eval: true, workerData: answered });
  const port = await new Promise<number>((resolve) => worker.once('message', resolve));
  const transport = makeTransport();
  const url = `http://127.0.0.1:${port}/`;
  expectAnswer(await transport.send(makeRequest(url)));
  const sent = transport.send(makeRequest(url, { timeoutMs: 50 }));
  // Enough turns for the request to leave, then none for a while.
  for (let turn = 0; turn < 3; turn++) await new Promise((resume) => setImmediate(resume));
  Atomics.wait(answered, 0, 1);
  block(60);
  expect(expectAnswer(await sent).status).toBe(204);
  await worker.terminate();
});

test('B15 any bytes of a body are kept as they are', async () => {
  const bytes = Buffer.from([...Array(256).keys(), 0xed, 0xa0, 0x80, 0xef, 0xbb, 0xbf]);
  const { result } = await sendOnce(answer(200, { body: bytes }));
  expect(expectAnswer(result).body.bytes.equals(bytes)).toBe(true);
});
