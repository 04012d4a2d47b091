import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Harness } from '../../server/index.js';
import { startHarness } from '../support/harness.js';
import { openWire, writeRequest } from './hostile-stage.js';

let harness: Harness;
const notices: string[] = [];
beforeAll(async () => {
  harness = await startHarness({ onNotice: ({ level, message }) => notices.push(`${level}: ${message}`) });
});
beforeEach(() => {
  notices.length = 0;
});
afterAll(() => harness.close());

async function exchange(bytes: Buffer | string): Promise<string> {
  const wire = openWire(harness);
  wire.socket.write(bytes);
  return wire.closed;
}

test.each([
  ['a chunk whose extension is too long', 'Transfer-Encoding: chunked', `1;${'a'.repeat(20_000)}\r\na\r\n0\r\n\r\n`],
  ['a chunk size that is none', 'Transfer-Encoding: chunked', '3\r\nabc\r\nxyz\r\n'],
])('E10 a body that breaks off at %s is answered 400 and is no defect', async (_title, header, body) => {
  expect(await exchange(writeRequest(harness, 'POST', '/_paystage/bin/odd', [header], body))).toMatch(/^HTTP\/1\.1 400 /);
  expect((await fetch(`${harness.url}/_paystage/health`)).status).toBe(200);
  expect(notices).toEqual([]);
});

test.each(['/_paystage/bin/odd', '/securepayapi/api/v1/payment-intents', '/_paystage/api/reset'])(
  'E10 a caller that hangs up in the middle of its body to %s is no defect',
  async (path) => {
    const before = harness.engine.log.newestSeq;
    const wire = openWire(harness);
    wire.socket.write(
      writeRequest(harness, 'POST', path, ['Content-Type: application/json', 'Content-Length: 100'], '{"amount":'),
    );
    wire.socket.write(Buffer.from(' '), () => wire.socket.resetAndDestroy());
    await wire.closed;
    for (let count = 0; count < 5; count++) expect((await fetch(`${harness.url}/_paystage/health`)).status).toBe(200);
    expect(notices).toEqual([]);
    expect(harness.engine.log.newestSeq - before).toBeLessThanOrEqual(1);
  },
);

test('E10 what asks for no path, or names no Host, is refused in words that say so', async () => {
  const host = `Host: localhost:${harness.address.port}\r\n`;
  const absolute = `${harness.url}/_paystage/health`;
  expect(await exchange(`GET ${absolute} HTTP/1.1\r\n${host}Connection: close\r\n\r\n`)).toContain(
    `The request line asks for \\"${absolute}\\", which is no path of this harness.`,
  );
  expect(await exchange(`OPTIONS * HTTP/1.1\r\n${host}Connection: close\r\n\r\n`)).toMatch(
    /421 [\s\S]*asks for \\"\*\\", which is no path/,
  );
  expect(await exchange('GET / HTTP/1.0\r\n\r\n')).toMatch(/421 [\s\S]*The request names no Host\./);
});

test.each([[], ['Connection: upgrade', 'Upgrade: h2c'], ['Connection: upgrade', 'Upgrade: websocket, h2c']])(
  'E10 the stream tells whoever does not ask for a WebSocket that it is one %#',
  async (...offer) => {
    const answer = await exchange(writeRequest(harness, 'GET', '/_paystage/stream', [...offer, 'Connection: close']));
    expect(answer).toMatch(/^HTTP\/1\.1 426 [\s\S]*Upgrade: websocket\r\n/);
    expect(answer).toContain('"code":"upgrade_required"');
  },
);
