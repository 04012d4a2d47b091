import { describe, expect, test } from 'vitest';
import { answer, answerAfter, raw } from '../support/bad-behaviours.js';
import { expectAnswer, expectFailure, expectUsable, makeRequest, sendOnce } from './transport-setup.js';

describe('what the parser makes of 1xx and 204', () => {
  test.each([
    ['announced', 'HTTP/1.1 204 No\r\nContent-Length: 3\r\n\r\nabc'],
    ['unannounced', 'HTTP/1.1 204 No\r\n\r\nabc'],
    ['chunked', 'HTTP/1.1 204 No\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n'],
  ])('B12 a 204 with a body is a 204, when the body is %s', async (_what, bytes) => {
    const attempt = await sendOnce(raw(bytes));
    expect(expectAnswer(attempt.result)).toMatchObject({ status: 204, body: { sizeBytes: 0, isCut: false } });
    expect(expectAnswer(attempt.result).bodyIncomplete).toBeUndefined();
    await expectUsable(attempt);
  });

  test('B12 the late body of a 204 does not run into the next reply', async () => {
    const attempt = await sendOnce(({ socket }) => {
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
    const attempt = await sendOnce(async ({ socket }) => {
      for (const piece of pieces) await new Promise((resolve) => socket.write(piece, () => setImmediate(resolve)));
    });
    expect(expectAnswer(attempt.result)).toMatchObject({ status: 204, headers: [['X-A', 'b']] });
    await expectUsable(attempt);
    expect(attempt.target.connections).toBe(1);
  });

  test.each(['HTTP/1.1 101 Switching\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n', 'HTTP/1.1 101 Switching\r\n\r\n'])(
    'B13 101 is an invalid response: %j',
    async (bytes) => {
      const attempt = await sendOnce(raw(bytes));
      expect(expectFailure(attempt.result, 'invalid_response', 'waiting for head').message).toContain(
        '101 switches to a protocol that nobody asked for',
      );
      await expectUsable(attempt);
    },
  );
});
