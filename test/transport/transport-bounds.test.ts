import { describe, expect, test } from 'vitest';
import { answer, endlessBody, flood, gzipBomb, raw } from '../support/bad-behaviours.js';
import { expectAnswer, expectFailure, expectUsable, sendOnce } from './transport-setup.js';

const KIB = 1024;

describe('W5 T8 bounds', () => {
  test.each([
    [64 * KIB, false],
    [64 * KIB + 1, true],
    [5 * KIB * KIB, true],
  ])('B8 a body of %i bytes is kept up to 64 KiB', async (size, isCut) => {
    const attempt = await sendOnce(answer(200, { body: Buffer.alloc(size, 'x') }));
    const { body } = expectAnswer(attempt.result);
    expect(body).toMatchObject({ isCut, sizeBytes: size });
    expect(body.bytes).toHaveLength(Math.min(size, 64 * KIB));
    await expectUsable(attempt);
  });

  test('B8 an endless body is cut at once and the connection destroyed', async () => {
    const before = process.memoryUsage().rss;
    const attempt = await sendOnce(endlessBody(200));
    const reply = expectAnswer(attempt.result);
    expect(reply).toMatchObject({ status: 200, body: { isCut: true } });
    expect(reply.body.bytes).toHaveLength(64 * KIB);
    expect(reply.bodyIncomplete).toBeUndefined();
    await attempt.target.waitUntilAlone();
    expect(process.memoryUsage().rss - before).toBeLessThan(50 * KIB * KIB);
    await expectUsable(attempt);
  });

  test('B9 a gzip bomb is not inflated', async () => {
    const bomb = gzipBomb(300 * KIB * KIB);
    const before = process.memoryUsage().rss;
    const attempt = await sendOnce(bomb.behaviour);
    const { body } = expectAnswer(attempt.result);
    expect(body).toMatchObject({ isCut: true, sizeBytes: bomb.bytes.length });
    expect(body.bytes.equals(bomb.bytes.subarray(0, 64 * KIB))).toBe(true);
    expect(process.memoryUsage().rss - before).toBeLessThan(50 * KIB * KIB);
  });

  test('B9 a thousand chained encodings are just a header', async () => {
    const { result } = await sendOnce(
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
    const attempt = await sendOnce(behaviour);
    // Not a timeout: it ended before the timer did.
    const failure = expectFailure(attempt.result, 'invalid_response', 'waiting for head');
    expect(failure.message).toContain('the head is longer than 16 KiB');
    await expectUsable(attempt);
  });

  test('B8 chunk extensions without end are cut', async () => {
    const attempt = await sendOnce(flood('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;', Buffer.alloc(8 * KIB, 'a')));
    expect(expectAnswer(attempt.result)).toMatchObject({ status: 200, body: { isCut: true } });
    await expectUsable(attempt);
  });
});
