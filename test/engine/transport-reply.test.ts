import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  answer,
  answerAfter,
  type Behaviour,
  closeWithoutReply,
  dripBody,
  dripHead,
  endlessBody,
  flood,
  gzipBomb,
  neverAnswer,
  raw,
  rawThenClose,
  rawThenReset,
  redirect,
  resetWithoutReply,
} from '../support/bad-behaviours.js';
import type { BadTarget } from '../support/bad-target.js';
import {
  expectAnswer,
  expectFailure,
  makeRequest,
  makeTransport,
  startTarget,
  TIMEOUT_MS,
  TIMER_SLACK_MS,
} from './transport-setup.js';

const KIB = 1024;

/** Sends one request to a target that behaves so. */
async function send(behaviour: Behaviour) {
  const target = await startTarget();
  target.next(behaviour);
  const transport = makeTransport();
  return { target, transport, result: await transport.send(makeRequest(target.url())) };
}

/** Whatever a target did, the next request must find the transport as good as new. */
async function expectUsable({ target, transport }: { target: BadTarget; transport: ReturnType<typeof makeTransport> }) {
  expect(expectAnswer(await transport.send(makeRequest(target.url()))).status).toBe(204);
}

describe('a status is told as it is', () => {
  test.each([204, 200, 201, 202, 205, 206])('B1 %i', async (status) => {
    const { result, target } = await send(
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
    const { result } = await send(answer(status, { body: 'no' }));
    expect(expectAnswer(result)).toMatchObject({ status, body: { sizeBytes: 2, isCut: false } });
  });

  test.each(['30', '1.5', 'Wed, 21 Oct 2026 07:28:00 GMT', '-5', 'soon', '1000000000'])(
    'B4 with Retry-After: %s as it was sent',
    async (value) => {
      const { result } = await send(answer(503, { headers: [['Retry-After', value]] }));
      expect(expectAnswer(result).headers[0]).toEqual(['Retry-After', value]);
    },
  );
});

describe('the wall timer', () => {
  test('B5 ends a target that never answers', async () => {
    const attempt = await send(neverAnswer());
    const failure = expectFailure(attempt.result, 'timeout', 'waiting for head');
    expect(failure.message).toBe(
      `127.0.0.1:${attempt.target.port} did not answer within 400 ms and may have processed the request`,
    );
    expect(failure.latencyMs).toBeGreaterThanOrEqual(TIMEOUT_MS - 2);
    expect(failure.latencyMs).toBeLessThan(TIMEOUT_MS + TIMER_SLACK_MS);
    await expectUsable(attempt);
  });

  test('B6 is not put off by a head that drips', async () => {
    const attempt = await send(dripHead(20));
    const failure = expectFailure(attempt.result, 'timeout', 'waiting for head');
    expect(failure.message).toContain('did not finish the head of its reply within 400 ms');
    expect(failure.latencyMs).toBeLessThan(TIMEOUT_MS + TIMER_SLACK_MS);
    await expectUsable(attempt);
  });

  test('B7 keeps the status of a reply whose body drips, and marks the body', async () => {
    const attempt = await send(dripBody(200, 20));
    const reply = expectAnswer(attempt.result);
    expect(reply).toMatchObject({ status: 200, bodyIncomplete: 'timeout', body: { isCut: false } });
    expect(reply.body.bytes.toString()).toMatch(/^b+$/);
    expect(reply.latencyMs).toBeLessThan(TIMEOUT_MS + TIMER_SLACK_MS);
    await expectUsable(attempt);
  });

  test('B7 keeps the status of a reply whose body never comes', async () => {
    const attempt = await send(raw('HTTP/1.1 201 Created\r\nContent-Length: 10\r\n\r\n'));
    expect(expectAnswer(attempt.result)).toMatchObject({ status: 201, bodyIncomplete: 'timeout', body: { sizeBytes: 0 } });
    await expectUsable(attempt);
  });

  test('B17 a target that answers too late was still called once, and the message says what may have happened', async () => {
    const attempt = await send(answerAfter(TIMEOUT_MS + 100, answer(204)));
    expect(expectFailure(attempt.result, 'timeout', 'waiting for head').message).toContain('may have processed the request');
    expect(attempt.target.requests).toHaveLength(1);
  });

  test('a target that does not read the request ends in the phase "sending"', async () => {
    const target = await startTarget({ onConnection: (socket) => socket.pause() !== null });
    const body = Buffer.alloc(32 * KIB * KIB, 'x');
    const failure = expectFailure(await makeTransport().send(makeRequest(target.url(), { body })), 'timeout', 'sending');
    expect(failure.message).toContain('did not take the whole request within 400 ms');
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

describe('bounds', () => {
  test.each([
    [64 * KIB, false],
    [64 * KIB + 1, true],
    [5 * KIB * KIB, true],
  ])('B8 a body of %i bytes is kept up to 64 KiB', async (size, isCut) => {
    const attempt = await send(answer(200, { body: Buffer.alloc(size, 'x') }));
    const { body } = expectAnswer(attempt.result);
    expect(body).toMatchObject({ isCut, sizeBytes: size });
    expect(body.bytes).toHaveLength(Math.min(size, 64 * KIB));
    await expectUsable(attempt);
  });

  test('B8 an endless body is cut at once and the connection destroyed', async () => {
    const before = process.memoryUsage().rss;
    const attempt = await send(endlessBody(200));
    const reply = expectAnswer(attempt.result);
    expect(reply).toMatchObject({ status: 200, body: { isCut: true } });
    expect(reply.body.bytes).toHaveLength(64 * KIB);
    expect(reply.latencyMs).toBeLessThan(TIMEOUT_MS);
    await attempt.target.waitUntilAlone();
    expect(process.memoryUsage().rss - before).toBeLessThan(50 * KIB * KIB);
    await expectUsable(attempt);
  });

  test('B9 a gzip bomb is not inflated', async () => {
    const bomb = gzipBomb(300 * KIB * KIB);
    const before = process.memoryUsage().rss;
    const attempt = await send(bomb.behaviour);
    const { body } = expectAnswer(attempt.result);
    expect(body).toMatchObject({ isCut: true, sizeBytes: bomb.bytes.length });
    expect(body.bytes.equals(bomb.bytes.subarray(0, 64 * KIB))).toBe(true);
    expect(process.memoryUsage().rss - before).toBeLessThan(50 * KIB * KIB);
  });

  test('B9 a thousand chained encodings are just a header', async () => {
    const { result } = await send(
      answer(200, { headers: [['Content-Encoding', Array(1_000).fill('gzip').join(', ')]], body: 'x' }),
    );
    expect(expectAnswer(result).body.bytes.toString()).toBe('x');
  });

  test.each([
    ['one header of 20 KB', raw(`HTTP/1.1 200 OK\r\nX-Big: ${'z'.repeat(20_000)}\r\nContent-Length: 0\r\n\r\n`)],
    ['a reason of 200 KB', raw(`HTTP/1.1 200 ${'a'.repeat(200_000)}\r\nContent-Length: 0\r\n\r\n`)],
    ['headers without end', flood('HTTP/1.1 200 OK\r\n', Buffer.from('X-A: b\r\n'.repeat(1_000)))],
    ['a reason without end', flood('HTTP/1.1 200 ', Buffer.alloc(8 * KIB, 'a'))],
    ['interim replies without end', flood('', Buffer.from('HTTP/1.1 100 Continue\r\n\r\n'.repeat(1_000)))],
    ['an interim reply without end', flood('HTTP/1.1 103 Early Hints\r\n', Buffer.from('Link: x\r\n'.repeat(1_000)))],
  ])('B11 a head with %s is an invalid response', async (_what, behaviour) => {
    const attempt = await send(behaviour);
    const failure = expectFailure(attempt.result, 'invalid_response', 'waiting for head');
    expect(failure.message).toContain('the head is longer than 16 KiB');
    expect(failure.latencyMs).toBeLessThan(TIMEOUT_MS);
    await expectUsable(attempt);
  });

  test('B8 chunk extensions without end are cut', async () => {
    const attempt = await send(flood('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;', Buffer.alloc(8 * KIB, 'a')));
    expect(expectAnswer(attempt.result)).toMatchObject({ status: 200, body: { isCut: true } });
    await expectUsable(attempt);
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
      'closed in the middle of the status line',
      rawThenClose('HTTP/1.'),
      'ended the connection in the middle of the head of its reply',
    ],
  ])('B10 is a reset when it is %s', async (_what, behaviour, message) => {
    const attempt = await send(behaviour);
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
    const attempt = await send(behaviour);
    const reply = expectAnswer(attempt.result);
    expect(reply).toMatchObject({ status: 200, bodyIncomplete: 'reset' });
    expect(reply.body.bytes.toString()).toBe('abc');
    await expectUsable(attempt);
  });

  test('B10 a body that ends with the connection is whole', async () => {
    const { result } = await send(rawThenClose('HTTP/1.0 200 OK\r\n\r\nabc'));
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
    const { result } = await send(({ socket }) => socket.end());
    expectFailure(result, 'reset', 'waiting for head');
  });
});

describe('B11 what is not HTTP', () => {
  test.each([
    ['another protocol', raw('SSH-2.0-OpenSSH_9.2\r\n'), 'something that is not HTTP: "SSH-2.0-OpenSSH_9.2\\r\\n"'],
    ['HTTP/0.9', rawThenClose('<html>hi</html>'), 'something that is not HTTP: "<html>hi</html>"'],
    ['an HTTP/2 frame', raw(Buffer.from('00001204000000000000', 'hex')), 'something that is not HTTP: "\\x00\\x00\\x12\\x04'],
    ['HTTP/2 in words', raw('HTTP/2.0 200 OK\r\n\r\n'), 'no HTTP/1 status line'],
    ['a status in letters', raw('HTTP/1.1 abc OK\r\n\r\n'), 'no HTTP/1 status line'],
    ['status 099', raw('HTTP/1.1 099 Odd\r\n\r\n'), 'the status is not one of 100 to 599'],
    ['status 999', raw('HTTP/1.1 999 Odd\r\nContent-Length: 0\r\n\r\n'), 'the status is not one of 100 to 599'],
    ['bare line feeds', raw('HTTP/1.1 200 OK\nContent-Length: 0\n\n'), 'breaks the rules (Missing expected CR'],
    [
      'two ways to tell the length',
      raw('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n'),
      'breaks the rules (Content-Length',
    ],
    [
      'a control character in a header',
      raw('HTTP/1.1 200 OK\r\nX-A: a\x01b\r\nContent-Length: 0\r\n\r\n'),
      'breaks the rules (Invalid header value',
    ],
    ['an unannounced greeting', raw('\x1b]0;owned\x07'), '"\\x1b]0;owned\\x07"'],
  ])('B11 %s is told with its first bytes', async (_what, behaviour, message) => {
    const attempt = await send(behaviour);
    const failure = expectFailure(attempt.result, 'invalid_response', 'waiting for head');
    expect(failure.message).toContain(message);
    expect(failure.message).toMatch(/^[ -~]*$/);
    await expectUsable(attempt);
  });

  test('B11 no more than 64 bytes are told', async () => {
    const { result } = await send(raw('garbage '.repeat(100)));
    expect(expectFailure(result, 'invalid_response', 'waiting for head').message.match(/"(.*)"/)?.[1]).toHaveLength(64);
  });

  test('B11 a chunk that breaks the rules', async () => {
    const attempt = await send(raw('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nabc'));
    expectFailure(attempt.result, 'invalid_response', 'reading body');
    await expectUsable(attempt);
  });

  test('B11 a server that speaks first', async () => {
    const target = await startTarget({
      onConnection: (socket) => {
        socket.write('220 mail.test ESMTP\r\n');
        return false;
      },
    });
    target.always(neverAnswer());
    const result = await makeTransport().send(makeRequest(target.url()));
    expect(expectFailure(result, 'invalid_response', result.kind === 'failed' ? result.phase : 'sending').message).toContain(
      '220 mail.test ESMTP',
    );
  });

  test('B11 no bytes whatsoever throw, hang or harm the next request', async () => {
    const target = await startTarget();
    const transport = makeTransport();
    const pieces = fc.constantFrom(
      'HTTP/1.1 200 OK\r\n',
      'HTTP/1.1 204 No\r\n',
      'HTTP/1.1 1',
      '00 Continue\r\n\r\n',
      'HTTP/1.1 101 S\r\n',
      'Content-Length: 5\r\n',
      'Content-Length: -1\r\n',
      'Transfer-Encoding: chunked\r\n',
      'Connection: close\r\n',
      'Connection: keep-alive\r\n',
      'Keep-Alive: timeout=1\r\n',
      'Upgrade: x\r\n',
      '\r\n',
      '\n',
      '\0',
      '5\r\nhello\r\n',
      '0\r\n\r\n',
      'hello',
      'ffffffffffffffff\r\n',
      ': \r\n',
      'X: \x80\xff\r\n',
    );
    const reply = fc.oneof(
      fc.array(pieces, { maxLength: 8 }).map((parts) => parts.join('')),
      fc.string({ unit: 'binary', maxLength: 80 }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(reply, { minLength: 1, maxLength: 3 }), fc.boolean(), async (writes, isReset) => {
        target.next(({ socket }) => {
          for (const bytes of writes) socket.write(Buffer.from(bytes, 'latin1'));
          if (isReset) setImmediate(() => socket.resetAndDestroy());
          else socket.end();
        });
        const result = await transport.send(makeRequest(target.url(), { timeoutMs: 1_000 }));
        if (result.kind === 'failed') expect(['reset', 'invalid_response', 'tls']).toContain(result.code);
        else expect(result.status).toBeGreaterThanOrEqual(200);
        expect(expectAnswer(await transport.send(makeRequest(target.url()))).status).toBe(204);
      }),
      { numRuns: 300 },
    );
  });
});

describe('what the parser makes of 1xx and 204', () => {
  test.each([
    ['announced', 'HTTP/1.1 204 No\r\nContent-Length: 3\r\n\r\nabc'],
    ['unannounced', 'HTTP/1.1 204 No\r\n\r\nabc'],
    ['chunked', 'HTTP/1.1 204 No\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n'],
  ])('B12 a 204 with a body is a 204, when the body is %s', async (_what, bytes) => {
    const attempt = await send(raw(bytes));
    expect(expectAnswer(attempt.result)).toMatchObject({ status: 204, body: { sizeBytes: 0, isCut: false } });
    expect(expectAnswer(attempt.result).bodyIncomplete).toBeUndefined();
    await expectUsable(attempt);
  });

  test('B12 the late body of a 204 does not run into the next reply', async () => {
    const attempt = await send(({ socket }) => {
      socket.write('HTTP/1.1 204 No\r\nTransfer-Encoding: chunked\r\n\r\n');
      setTimeout(() => socket.write('3\r\nabc\r\n0\r\n\r\n'), 30);
    });
    expect(expectAnswer(attempt.result).status).toBe(204);
    attempt.target.next(answerAfter(60, answer(200)));
    expect(expectAnswer(await attempt.transport.send(makeRequest(attempt.target.url()))).status).toBe(200);
  });

  test.each([
    [
      'in one piece',
      ['HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 204 No\r\nX-A: b\r\n\r\n'],
    ],
    ['byte by byte', [...'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 204 No\r\nX-A: b\r\n\r\n']],
  ])('B13 interim replies are passed over, %s', async (_how, pieces) => {
    const attempt = await send(async ({ socket }) => {
      for (const piece of pieces) await new Promise((resolve) => socket.write(piece, () => setImmediate(resolve)));
    });
    expect(expectAnswer(attempt.result)).toMatchObject({ status: 204, headers: [['X-A', 'b']] });
    await expectUsable(attempt);
    expect(attempt.target.connections).toBe(1);
  });

  test.each(['HTTP/1.1 101 Switching\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n', 'HTTP/1.1 101 Switching\r\n\r\n'])(
    'B13 101 is an invalid response: %j',
    async (bytes) => {
      const attempt = await send(raw(bytes));
      expect(expectFailure(attempt.result, 'invalid_response', 'waiting for head').message).toContain(
        '101 switches to a protocol that nobody asked for',
      );
      await expectUsable(attempt);
    },
  );
});

test('B15 any bytes of a body are kept as they are', async () => {
  const bytes = Buffer.from([...Array(256).keys(), 0xed, 0xa0, 0x80, 0xef, 0xbb, 0xbf]);
  const { result } = await send(answer(200, { body: bytes }));
  expect(expectAnswer(result).body.bytes.equals(bytes)).toBe(true);
});
