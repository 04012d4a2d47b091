import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Harness } from '../../server/index.js';
import { startHarness } from '../support/harness.js';
import { sendRaw } from '../support/raw-http.js';

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness.close());

const listStatuses = (answer: string) => [...answer.matchAll(/HTTP\/1\.1 (\d{3})/g)].map(([, status]) => status);

test('SEC-07 each request of a connection is judged by itself: a good one opens nothing for the next', async () => {
  const good = ['GET /_paystage/health HTTP/1.1', `Host: localhost:${harness.address.port}`, '', ''].join('\r\n');
  const rebound = await sendRaw(harness.url, [`${good}${good}GET /_paystage/api/environment HTTP/1.1`, 'Host: attacker.test']);
  expect(listStatuses(rebound)).toEqual(['200', '200', '421']);
  const foreign = await sendRaw(harness.url, [
    `${good}POST /_paystage/api/reset HTTP/1.1`,
    `Host: localhost:${harness.address.port}`,
    'Origin: http://attacker.test',
  ]);
  expect(listStatuses(foreign)).toEqual(['200', '403']);
});

test('SEC-07 an upgrade on a connection that was good before is judged, too', async () => {
  const { port } = harness.address;
  const socket = connect(port, '127.0.0.1').setEncoding('latin1');
  let answer = '';
  socket.on('data', (chunk) => (answer += chunk));
  socket.write(`GET /_paystage/health HTTP/1.1\r\nHost: localhost:${port}\r\n\r\n`);
  await expect.poll(() => answer).toContain('"ready"');
  const upgrade =
    'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==';
  socket.write(`GET /_paystage/stream HTTP/1.1\r\nHost: attacker.test:${port}\r\n${upgrade}\r\n\r\n`);
  await once(socket, 'close');
  expect(listStatuses(answer)).toEqual(['200', '421']);
});
