import { createServer, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Harness } from '../../server/index.js';
import { actAsCustomer, callControl, startHarness } from '../support/harness.js';
import { START_MS } from './fault-target.js';

let harness: Harness;
let answer: (socket: Socket) => void = () => {};
const server = createServer({ allowHalfOpen: true }, (socket) => {
  socket.on('error', () => {});
  socket.once('data', () => answer(socket));
});

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  harness = await startHarness({ clock: { speed: 0, startMs: START_MS } });
  const place = server.address();
  const port = typeof place === 'object' && place !== null ? place.port : 0;
  await callControl(harness, 'PATCH', '/accounts/securepayapi', {
    webhookUrls: [`http://127.0.0.1:${port}/`],
    retryScheduleMs: [],
  });
});
afterAll(async () => {
  await harness.close();
  server.close();
});

/** How each attempt of a payment ended that is answered like this. */
async function tell(rule: (socket: Socket) => void): Promise<string[]> {
  answer = rule;
  const before = harness.engine.log.newestSeq;
  const { paymentId } = await callControl<{ paymentId: string }>(harness, 'POST', '/accounts/securepayapi/payments', {});
  await actAsCustomer(harness, paymentId, { action: 'pay' });
  await harness.engine.activity.whenIdle();
  const { records } = await callControl<{ records: { code: string; sentence: string }[] }>(
    harness,
    'GET',
    `/records?type=attempt.finished&after=${before}`,
  );
  return [...new Set(records.map(({ code, sentence }) => `${code}: ${sentence}`))].map((line) => {
    expect(line).not.toMatch(/undefined|\bat .*\.[jt]s:\d|\[object/);
    expect(records).toHaveLength(3);
    return line.split(':')[0] ?? '';
  });
}

const say = (bytes: string) => (socket: Socket) => socket.end(Buffer.from(bytes, 'latin1'));
const OK = 'HTTP/1.1 204 No Content\r\n';
const CHUNKED = 'HTTP/1.1 200 x\r\nTransfer-Encoding: chunked\r\n\r\n';

test.each([
  ['acknowledged', 'no reason', 'HTTP/1.1 204\r\n\r\n'],
  ['acknowledged', 'empty lines before it', '\r\n\r\nHTTP/1.1 204 x\r\n\r\n'],
  ['acknowledged', 'a 199 before it', `HTTP/1.1 199 x\r\n\r\n${OK}\r\n`],
  ['acknowledged', 'three thousand headers', `${OK}${'X: y\r\n'.repeat(3_000)}\r\n`],
  ['acknowledged', 'headers named like parts of JavaScript', `${OK}__proto__: x\r\nconstructor: y\r\n\r\n`],
  ['acknowledged', 'a second reply behind it', `${OK}\r\nHTTP/1.1 500 x\r\nContent-Length: 0\r\n\r\n`],
  ['not_acknowledged', 'a good reply hidden behind another', `HTTP/1.1 200 x\r\nContent-Length: 0\r\n\r\n${OK}\r\n`],
  ['not_acknowledged', 'a colour in its reason', 'HTTP/1.1 500 \u001b[31mred\r\nContent-Length: 0\r\n\r\n'],
  ['not_acknowledged', 'a reason of 30 KB', `HTTP/1.1 500 ${'r'.repeat(30_000)}\r\n\r\n`],
  ['not_acknowledged', 'a chunk with an extension', `${CHUNKED}3;a=b;c="d"\r\nabc\r\n0\r\n\r\n`],
  ['not_acknowledged', 'trailers without end', `${CHUNKED}0\r\n${'X-T: 1\r\n'.repeat(20_000)}\r\n`],
  ['not_acknowledged', 'an encoding that nobody knows', 'HTTP/1.1 200 x\r\nTransfer-Encoding: gzip\r\n\r\nabc'],
  ['not_acknowledged', 'less body than it says', 'HTTP/1.1 200 x\r\nContent-Length: 10\r\n\r\n'],
  ['not_acknowledged', '304', 'HTTP/1.1 304 x\r\n\r\n'],
  ['redirect', 'a file as Location', 'HTTP/1.1 302 x\r\nLocation: file:///etc/passwd\r\nContent-Length: 0\r\n\r\n'],
  ['redirect', 'no address as Location', 'HTTP/1.1 302 x\r\nLocation: http://[\r\nContent-Length: 0\r\n\r\n'],
  ['redirect', 'two Locations', 'HTTP/1.1 302 x\r\nLocation: /a\r\nLocation: /b\r\nContent-Length: 0\r\n\r\n'],
  ['redirect', '300 without one', 'HTTP/1.1 300 x\r\nContent-Length: 0\r\n\r\n'],
  ['invalid_response', 'line feeds only', 'HTTP/1.1 204 x\n\n'],
  ['invalid_response', 'two blanks', 'HTTP/1.1  204 x\r\n\r\n'],
  ['invalid_response', 'a version that there is not', 'HTTP/9.9 204 x\r\n\r\n'],
  ['invalid_response', 'small letters', 'http/1.1 204 x\r\n\r\n'],
  ['invalid_response', 'a sign before its status', 'HTTP/1.1 +204 x\r\n\r\n'],
  ['invalid_response', 'a status of four digits', 'HTTP/1.1 2040 x\r\n\r\n'],
  ['invalid_response', 'a status of two', 'HTTP/1.1 20 x\r\n\r\n'],
  ['invalid_response', 'status 000', 'HTTP/1.1 000 x\r\n\r\n'],
  ['invalid_response', 'status 600', 'HTTP/1.1 600 x\r\nContent-Length: 0\r\n\r\n'],
  ['invalid_response', 'a mark of the byte order', '\u00ef\u00bb\u00bfHTTP/1.1 204 x\r\n\r\n'],
  [
    'invalid_response',
    'a length and chunks',
    'HTTP/1.1 200 x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
  ],
  ['invalid_response', 'two lengths', 'HTTP/1.1 200 x\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd'],
  ['invalid_response', 'a length below zero', 'HTTP/1.1 200 x\r\nContent-Length: -3\r\n\r\n'],
  ['invalid_response', 'a length beyond all numbers', 'HTTP/1.1 200 x\r\nContent-Length: 99999999999999999999999\r\n\r\nabc'],
  ['invalid_response', 'a blank before the colon', 'HTTP/1.1 200 x\r\nContent-Length : 3\r\n\r\nabc'],
  ['invalid_response', 'a chunk beyond all numbers', `${CHUNKED}FFFFFFFFFFFFFFFFFF\r\nabc`],
  ['invalid_response', 'five thousand interim replies', `${'HTTP/1.1 100 Continue\r\n\r\n'.repeat(5_000)}${OK}\r\n`],
  ['invalid_response', 'a header without a colon', `${OK}abc\r\n\r\n`],
  ['invalid_response', 'a header without a name', `${OK}: x\r\n\r\n`],
  ['invalid_response', 'a NUL in a header', `${OK}X: a\u0000b\r\n\r\n`],
  ['invalid_response', 'a header that goes on in the next line', `${OK}X: a\r\n b\r\n\r\n`],
  ['invalid_response', 'a lone carriage return', `${OK}X: a\rb\r\n\r\n`],
  ['invalid_response', 'the greeting of a mail server', '220 mail ESMTP\r\n'],
  ['invalid_response', 'settings of HTTP/2', '\u0000\u0000\u0000\u0004\u0000\u0000\u0000\u0000\u0000'],
  ['invalid_response', 'a frame of a WebSocket', '\u0081\u0005hello'],
  ['tls', 'an alert of TLS', '\u0015\u0003\u0003\u0000\u0002\u0002\u0028'],
])('B11 B13 %s: a reply with %s', async (code, _title, bytes) => {
  expect(await tell(say(bytes))).toEqual([code]);
});

test('B10 a reply that ends after any of its bytes is a reset, and good with the last one', async () => {
  const whole = `${OK}X-A: b\r\n\r\n`;
  for (let length = 0; length < whole.length; length++)
    expect(await tell(say(whole.slice(0, length))), `${length} bytes`).toEqual(['reset']);
  expect(await tell(say(whole))).toEqual(['acknowledged']);
});
