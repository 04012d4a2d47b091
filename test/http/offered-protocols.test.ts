import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Harness } from '../../server/index.js';
import { callControl, startHarness } from '../support/harness.js';
import { countPayments, listCreateCalls, openWire, writeRequest } from './hostile-stage.js';

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness.close());

const HEALTH = '/_paystage/health';
const BIN = '/_paystage/bin/offered';
/** As Java's `HttpClient` sends it with every plain request. */
const H2C = [
  'Connection: Upgrade, HTTP2-Settings',
  'Upgrade: h2c',
  'HTTP2-Settings: AAEAAEAAAAIAAAAAAAMAAAAAAAQBAAAAAAUAAEAAAAYABgAA',
];
const OFFERS: [string, string[]][] = [
  ['h2c', H2C],
  ['TLS', ['Connection: Upgrade', 'Upgrade: TLS/1.0']],
  ['something unheard of', ['Connection: keep-alive, upgrade', 'Upgrade: stage-play/7, other']],
  ['h2c in a header for proxies', ['Proxy-Connection: Upgrade', 'Upgrade: h2c']],
  ['h2c in both', ['Proxy-Connection: keep-alive, upgrade', 'Connection: Upgrade', 'Upgrade: h2c']],
  ['h2c or a WebSocket', ['Connection: upgrade', 'Upgrade: h2c, websocket']],
];
const LAST = 'Connection: close';

const statusesIn = (text: string) => [...text.matchAll(/HTTP\/1\.1 (\d{3})/g)].map(([, status]) => Number(status));

/** Sends bytes in one packet and reads until the other side ends. */
async function exchange(...requests: Buffer[]): Promise<string> {
  const wire = openWire(harness);
  wire.socket.write(Buffer.concat(requests));
  return wire.closed;
}

const get = (path: string, ...headers: string[]) => writeRequest(harness, 'GET', path, headers);
const post = (path: string, body: string, ...headers: string[]) =>
  writeRequest(
    harness,
    'POST',
    path,
    ['Content-Type: application/json', `Content-Length: ${Buffer.byteLength(body)}`, ...headers],
    body,
  );

/** A payment made at the first provider. */
function create(...headers: string[]): Buffer {
  const [call] = listCreateCalls(harness);
  if (!call) throw new Error('there is no provider');
  return post(call.path, call.valid, ...Object.entries(call.headers).map(([name, value]) => `${name}: ${value}`), ...headers);
}

interface Received {
  type: string;
  request: { headers: [string, string][]; body?: { text?: string } };
}

async function readBin(): Promise<Received[]> {
  const records: Received[] = [];
  for await (const lines of harness.engine.log.read(0)) records.push(...lines.map((line) => JSON.parse(line) as Received));
  return records.filter(({ type }) => type === 'bin.received');
}

describe.each(OFFERS)('E10 a request that offers %s', (_title, offer) => {
  test('is served as if it did not, whatever its method', async () => {
    const before = await countPayments(harness);
    expect(statusesIn(await exchange(get(HEALTH, ...offer), get(HEALTH, LAST)))).toEqual([200, 200]);
    expect(statusesIn(await exchange(create(...offer), create(LAST)))).toEqual([200, 200]);
    expect(await countPayments(harness)).toBe(before + 2);
  });

  test('keeps its connection, on which the next may offer it again', async () => {
    const wire = openWire(harness);
    for (let count = 1; count <= 25; count++) {
      wire.socket.write(count % 2 === 0 ? get(HEALTH, ...offer) : create(...offer));
      await expect.poll(() => statusesIn(wire.text())).toEqual(Array(count).fill(200));
    }
    wire.socket.end();
    await wire.closed;
  });

  test('has its whole body, in one packet, byte by byte and in chunks', async () => {
    const whole = create(...offer);
    const wire = openWire(harness);
    wire.socket.setNoDelay(true);
    for (const byte of whole) {
      wire.socket.write(Buffer.from([byte]));
      await new Promise((resolve) => setImmediate(resolve));
    }
    await wire.until(/"pay_id"|"link"|data/);
    const [call] = listCreateCalls(harness);
    const token = `token: ${call?.headers.token}`;
    const chunked = ['Content-Type: application/json', 'Transfer-Encoding: chunked', token];
    const body = '5\r\n{"amo\r\nb\r\nunt":49.99}\r\n0\r\n\r\n';
    wire.socket.write(writeRequest(harness, 'POST', call?.path ?? '', [...chunked, ...offer], body));
    wire.socket.write(get(HEALTH, LAST));
    expect(statusesIn(await wire.closed)).toEqual([200, 200, 200]);
  });

  test('is answered in its turn when requests follow each other without waiting', async () => {
    const statuses = statusesIn(
      await exchange(
        get('/none'),
        get(HEALTH, ...offer),
        create(...offer),
        get('/none', ...offer),
        create(),
        create(...offer),
        get('/none', LAST),
      ),
    );
    expect(statuses).toEqual([404, 200, 200, 404, 200, 200, 404]);
  });

  test('waits for the answer to the one before it on its connection', async () => {
    await callControl(harness, 'PATCH', '/bins/slow', { delayMs: 150, status: 202 });
    expect(statusesIn(await exchange(post('/_paystage/bin/slow', '{}'), create(...offer), get(HEALTH, LAST)))).toEqual([
      202, 200, 200,
    ]);
  });

  test('passes the guard', async () => {
    const host = get(HEALTH, ...offer)
      .toString('latin1')
      .replace(/Host: .*/, 'Host: attacker.test');
    expect(statusesIn(await exchange(Buffer.from(host, 'latin1'), get(HEALTH, LAST)))).toEqual([421, 200]);
    expect(statusesIn(await exchange(get(HEALTH, 'Origin: http://attacker.test', ...offer), get(HEALTH, LAST)))).toEqual([
      403, 200,
    ]);
  });

  test('stands in the log as it was sent', async () => {
    const known = (await readBin()).length;
    expect(statusesIn(await exchange(post(BIN, '{"a":1}', ...offer), post(BIN, '{}', LAST)))).toEqual([204, 204]);
    const [offered, plain] = (await readBin()).slice(known);
    const lines = offered?.request.headers.map(([name, value]) => `${name}: ${value}`);
    expect(lines).toEqual(expect.arrayContaining([...offer]));
    expect(offered?.request.body).toMatchObject({ text: '{"a":1}' });
    expect(plain?.request.headers.map(([name]) => name)).not.toContain('Upgrade');
  });
});

describe('E10 a WebSocket that is asked for behind a request without waiting', () => {
  const upgrade = (host = `localhost:${harness.address.port}`) =>
    Buffer.from(
      [
        ...['GET /_paystage/stream HTTP/1.1', `Host: ${host}`, 'Connection: Upgrade', 'Upgrade: websocket'],
        ...['Sec-WebSocket-Version: 13', `Sec-WebSocket-Key: ${'A'.repeat(22)}==`, '', ''],
      ].join('\r\n'),
    );
  const slow = () => get('/_paystage/bin/slow');

  test('opens after the answer, of which nothing stands in its frames', async () => {
    await callControl(harness, 'PATCH', '/bins/slow', { delayMs: 150, status: 202, body: 'SLOW' });
    for (const before of [[slow()], [slow(), get(HEALTH), slow()]]) {
      const wire = openWire(harness);
      wire.socket.write(Buffer.concat([...before, upgrade()]));
      const text = await wire.until(/"hello"/);
      expect(statusesIn(text)).toEqual([...before.map((_request, index) => (index === 1 ? 200 : 202)), 101]);
      expect(text.slice(text.indexOf('HTTP/1.1 101'))).not.toContain('SLOW');
      wire.socket.destroy();
    }
  });

  test('is refused after the answer', async () => {
    await callControl(harness, 'PATCH', '/bins/slow', { delayMs: 150, status: 202, body: 'SLOW' });
    expect(statusesIn(await exchange(slow(), upgrade('attacker.test')))).toEqual([202, 421]);
  });

  test('does not open when the connection ends with the answer, or before it, and what is no request waits as well', async () => {
    await callControl(harness, 'PATCH', '/bins/slow', { delayMs: 150, status: 202, body: 'SLOW' });
    expect(statusesIn(await exchange(get('/_paystage/bin/slow', LAST), upgrade()))).toEqual([202]);
    expect(statusesIn(await exchange(slow(), Buffer.from('no request\r\n\r\n')))).toEqual([202, 400]);
    const wire = openWire(harness);
    wire.socket.write(Buffer.concat([slow(), upgrade()]));
    setTimeout(() => wire.socket.resetAndDestroy(), 50);
    await wire.closed;
    expect(statusesIn(await exchange(slow(), get(HEALTH, LAST)))).toEqual([202, 200]);
  });
});

test('E10 with more headers than are read an offer is refused, since the length of its body may be among them', async () => {
  const many = Array.from({ length: 1_001 }, (_, index) => `x${index}: y`);
  expect(statusesIn(await exchange(get(HEALTH, ...H2C, ...many)))).toEqual([431]);
});

test('E10 an offer that waits for an answer before it holds up no end', async () => {
  const other = await startHarness();
  await callControl(other, 'PATCH', '/bins/slow', { delayMs: 60_000 });
  const wire = openWire(other);
  wire.socket.write(
    Buffer.concat([
      writeRequest(other, 'GET', HEALTH, []),
      writeRequest(other, 'POST', '/_paystage/bin/slow', ['Content-Length: 0']),
      writeRequest(other, 'GET', HEALTH, H2C),
    ]),
  );
  await wire.until(/200 OK/);
  // The slow answer would outlast this test.
  await other.close();
  await wire.closed;
}, 40_000);
