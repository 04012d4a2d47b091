import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { Harness } from '../../server/index.js';
import { startHarness } from '../support/harness.js';
import { sendRaw, statusOf } from '../support/raw-http.js';

describe('the guard', () => {
  let harness: Harness;
  let port: number;

  beforeAll(async () => {
    harness = await startHarness();
    port = harness.address.port;
  });
  afterAll(() => harness.close());

  const paths = ['/', '/_paystage/health', '/_paystage/api/payments', '/secpaid/payment?link_id=MQ==', '/_paystage/bin/x'];
  const foreignHosts = () => [
    'attacker.test',
    `attacker.test:${port}`,
    `localhost.attacker.test:${port}`,
    `localhost:${port}@attacker.test`,
    `127.0.0.1.nip.io:${port}`,
    `2130706433:${port}`,
    `0.0.0.0:${port}`,
    `localhost.:${port}`,
    `localhost:${port + 1}`,
    `localhost:${port}, attacker.test`,
    'localhost',
    '',
  ];

  test('SEC-01 SEC-02 refuses every foreign Host on every kind of route', async () => {
    for (const host of foreignHosts()) {
      for (const path of paths) {
        const answer = await sendRaw(harness.url, [`GET ${path} HTTP/1.1`, `Host: ${host}`]);
        expect(statusOf(answer), `${host} ${path}`).toBe(421);
      }
    }
  });

  test('SEC-02 refuses two Host headers and a target that names another host', async () => {
    const two = await sendRaw(harness.url, ['GET / HTTP/1.1', `Host: localhost:${port}`, 'Host: attacker.test']);
    expect([400, 421]).toContain(statusOf(two));
    const absolute = await sendRaw(harness.url, ['GET http://attacker.test/ HTTP/1.1', `Host: localhost:${port}`]);
    expect(statusOf(absolute)).toBe(421);
  });

  test.each(['localhost', 'LOCALHOST', '127.0.0.1', '[::1]', 'secpaid.localhost', 'anything.localhost'])(
    'accepts %s',
    async (name) => {
      const answer = await sendRaw(harness.url, ['GET /_paystage/health HTTP/1.1', `Host: ${name}:${port}`]);
      expect(statusOf(answer)).toBe(200);
    },
  );

  test('SEC-07 judges each request of a connection by itself', async () => {
    const first = [`GET /_paystage/health HTTP/1.1`, `Host: localhost:${port}`, '', ''].join('\r\n');
    const answer = await sendRaw(harness.url, [`${first}GET /_paystage/health HTTP/1.1`, 'Host: attacker.test']);
    expect(answer.match(/HTTP\/1\.1 (\d{3})/g)).toEqual(['HTTP/1.1 200', 'HTTP/1.1 421']);
  });

  const foreignOrigins = () => [
    'http://attacker.test',
    'null',
    `http://localhost:${port + 1}`,
    'http://127.0.0.1',
    `http://localhost.attacker.test:${port}`,
    'file://',
  ];

  test('SEC-03 refuses unsafe methods from pages of other origins, and changes nothing', async () => {
    const before = JSON.stringify(harness.engine.accounts.list());
    for (const origin of foreignOrigins()) {
      const reply = await fetch(`${harness.url}/_paystage/api/accounts/secpaid`, {
        method: 'PATCH',
        headers: { origin, 'content-type': 'application/json' },
        body: '{"callbackUrls":["http://attacker.test/"]}',
      });
      expect(reply.status, origin).toBe(403);
    }
    expect(JSON.stringify(harness.engine.accounts.list())).toBe(before);
  });

  test('SEC-03 refuses upgrades from other origins before a socket opens, and takes its own', async () => {
    const stream = harness.address.streamUrl;
    for (const origin of foreignOrigins()) expect(await tryStream(stream, { origin }), origin).toBe(403);
    expect(await tryStream(stream, { origin: `http://localhost:${port}` })).toBe('open');
    expect(await tryStream(stream, {})).toBe('open');
    expect(await tryStream(stream, { host: 'attacker.test' })).toBe(421);
  });

  test('SEC-05 sends no CORS header, whoever asks', async () => {
    for (const path of paths) {
      for (const method of ['OPTIONS', 'GET']) {
        const reply = await fetch(harness.url + path, {
          method,
          headers: { origin: 'http://attacker.test', 'access-control-request-method': 'POST' },
        });
        expect([...reply.headers.keys()].filter((name) => name.startsWith('access-control-'))).toEqual([]);
      }
    }
  });

  test('takes JSON only on the control plane', async () => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x']) {
      const reply = await fetch(`${harness.url}/_paystage/api/clock`, {
        method: 'POST',
        headers: { 'content-type': type },
        body: '{"speed":0}',
      });
      expect(reply.status, type).toBe(415);
    }
    expect(harness.engine.clock.speed).toBe(1);
  });
});

describe('a harness with a token', () => {
  let harness: Harness;

  beforeAll(async () => {
    harness = await startHarness({ token: 'correct-horse-battery' });
  });
  afterAll(() => harness.close());

  test('SEC-06 wants it on the control plane and the stream, with or without an Origin', async () => {
    const ask = (headers: Record<string, string>) =>
      fetch(`${harness.url}/_paystage/api/payments`, { headers }).then(({ status }) => status);
    expect(await ask({})).toBe(401);
    for (const wrong of ['correct-horse-batterx', 'correct', 'correct-horse-battery-staple', ''])
      expect(await ask({ authorization: `Bearer ${wrong}` })).toBe(401);
    expect(await ask({ authorization: 'Bearer correct-horse-battery' })).toBe(200);
    const stream = harness.address.streamUrl;
    expect(await tryStream(stream, { origin: harness.url })).toBe(401);
    expect(await tryStream(stream, { origin: harness.url }, ['paystage', 'paystage.token.correct-horse-battery'])).toBe('open');
  });

  test('says who is there without it', async () => {
    expect((await fetch(`${harness.url}/_paystage/health`)).status).toBe(200);
  });
});

test('beyond loopback a harness does not start without a token', async () => {
  await expect(startHarness({ host: '0.0.0.0' })).rejects.toMatchObject({ code: 'token_needed', exitCode: 2 });
});

/** `open`, or the status that refused the upgrade. */
function tryStream(url: string, headers: Record<string, string>, protocols: string[] = []): Promise<number | 'open'> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url, protocols, { headers });
    socket.on('open', () => {
      socket.close();
      resolve('open');
    });
    socket.on('unexpected-response', (_request, reply) => resolve(reply.statusCode ?? 0));
    socket.on('error', reject);
  });
}
