import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Harness } from '../../server/index.js';
import { describeState, listRouteCalls } from '../support/every-route.js';
import { startHarness } from '../support/harness.js';
import { sendRaw } from '../support/raw-http.js';

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness.close());

const headersOf = (answer: string) => (answer.split('\r\n\r\n')[0] ?? '').toLowerCase();

test('SEC-05 no preflight and no answer of any route carries a CORS header, whoever asks', async () => {
  const before = describeState(harness);
  for (const origin of ['http://attacker.test', 'null', `http://localhost:${harness.address.port + 1}`]) {
    for (const { method, path } of listRouteCalls(harness)) {
      const answer = await sendRaw(harness.url, [
        `OPTIONS ${path} HTTP/1.1`,
        `Host: localhost:${harness.address.port}`,
        `Origin: ${origin}`,
        `Access-Control-Request-Method: ${method}`,
        'Access-Control-Request-Headers: content-type, authorization, token',
        'Access-Control-Request-Private-Network: true',
      ]);
      expect(headersOf(answer), path).not.toMatch(/access-control-|timing-allow-origin/);
      expect(headersOf(answer), path).not.toMatch(/^http\/1\.1 2/);
    }
  }
  expect(describeState(harness)).toBe(before);
});

test('SEC-05 its own pages and programs get none either', async () => {
  for (const { path } of listRouteCalls(harness)) {
    for (const method of ['GET', 'OPTIONS']) {
      const reply = await fetch(harness.url + path, { method, headers: { origin: harness.url } });
      expect(
        [...reply.headers.keys()].filter((name) => /^access-control-|^timing-allow/.test(name)),
        path,
      ).toEqual([]);
      await reply.body?.cancel();
    }
  }
});

test('SEC-05 a WebSocket handshake that is none is refused with the headers of every answer', async () => {
  const key = `Sec-WebSocket-Key: ${'A'.repeat(22)}==`;
  for (const handshake of [
    ['Sec-WebSocket-Version: 13'],
    ['Sec-WebSocket-Version: 13', 'Sec-WebSocket-Key: short'],
    ['Sec-WebSocket-Version: 99', key],
    [key],
    ['Sec-WebSocket-Version: 13', key, 'Sec-WebSocket-Protocol: ,'],
  ]) {
    const answer = await sendRaw(harness.url, [
      ...['GET /_paystage/stream HTTP/1.1', `Host: localhost:${harness.address.port}`],
      ...['Upgrade: websocket', 'Connection: Upgrade', ...handshake],
    ]);
    const head = headersOf(answer);
    expect(head, handshake.join()).toMatch(/^http\/1\.1 400 /);
    expect(head).toContain("content-security-policy: default-src 'none'");
    expect(head).toContain('x-content-type-options: nosniff');
    expect(head).toContain('content-type: application/json');
    expect(answer).toContain('"bad_handshake"');
  }
});
