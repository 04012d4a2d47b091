import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { neverAnswer, raw, rawThenClose } from '../support/bad-behaviours.js';
import {
  expectAnswer,
  expectFailure,
  expectUsable,
  makeRequest,
  makeTransport,
  sendOnce,
  startTarget,
} from './transport-setup.js';

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
      'two lengths',
      raw('HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 5\r\n\r\nabc'),
      'breaks the rules (in its Content-Length or after it)',
    ],
    [
      'two lengths, and then the end',
      rawThenClose('HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 5\r\n\r\nabc'),
      'breaks the rules (in its Content-Length or after it)',
    ],
    [
      'a list of lengths',
      raw('HTTP/1.1 200 OK\r\nContent-Length: 3, 5\r\n\r\nabc'),
      'breaks the rules (in its Content-Length or after it)',
    ],
    [
      'a control character after the length',
      raw('HTTP/1.1 200 OK\r\nContent-Length: 3\r\nX-A: a\x01b\r\n\r\nabc'),
      'breaks the rules (in its Content-Length or after it)',
    ],
    [
      'a control character in a header',
      raw('HTTP/1.1 200 OK\r\nX-A: a\x01b\r\nContent-Length: 0\r\n\r\n'),
      'breaks the rules (Invalid header value',
    ],
    ['an unannounced greeting', raw('\x1b]0;owned\x07'), '"\\x1b]0;owned\\x07"'],
  ])('B11 %s is told with its first bytes', async (_what, behaviour, message) => {
    const attempt = await sendOnce(behaviour);
    const failure = expectFailure(attempt.result, 'invalid_response', 'waiting for head');
    expect(failure.message).toContain(message);
    expect(failure.message).toMatch(/^[ -~]*$/);
    await expectUsable(attempt);
  });

  test('B11 no more than 64 bytes are told', async () => {
    const { result } = await sendOnce(raw('garbage '.repeat(100)));
    expect(expectFailure(result, 'invalid_response', 'waiting for head').message.match(/"(.*)"/)?.[1]).toHaveLength(64);
  });

  test('B11 a chunk that breaks the rules', async () => {
    const attempt = await sendOnce(raw('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nabc'));
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
        const result = await transport.send(makeRequest(target.url()));
        if (result.kind === 'failed') expect(['reset', 'invalid_response', 'tls']).toContain(result.code);
        else expect(result.status).toBeGreaterThanOrEqual(200);
        expect(expectAnswer(await transport.send(makeRequest(target.url()))).status).toBe(204);
      }),
      { numRuns: 300 },
    );
  });
});
