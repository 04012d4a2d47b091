import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { Harness } from '../../server/index.js';
import { describeState } from '../support/every-route.js';
import { callControl, startHarness } from '../support/harness.js';
import { sendRaw, statusOf } from '../support/raw-http.js';
import { tryUpgrade } from '../support/try-upgrade.js';

const TOKEN = 'correct-horse-battery';
const GOOD = ['paystage', `paystage.token.${TOKEN}`];

/** `PORT` stands for the port of the stage, which is called as `localhost:PORT`; `NEXT` for another one. */
const FOREIGN_ORIGINS = [
  'http://attacker.test',
  'null',
  'NULL',
  'file://',
  'http://localhost:NEXT',
  'http://localhost',
  'http://127.0.0.1',
  'http://127.0.0.1:PORT',
  'http://[::1]:PORT',
  'http://0.0.0.0:PORT',
  'http://10.0.0.1:PORT',
  'http://localhost.attacker.test:PORT',
  'http://attacker.localhost:PORT',
  'http://localhost:PORT.',
  'http://localhost:PORT/',
  'http://localhost.:PORT',
  'http://attacker@localhost:PORT',
  'http://localhost:PORT@attacker.test',
  'http://localhost:PORT http://attacker.test',
  'http://localhost:PORT, http://attacker.test',
  'https://localhost:PORT',
  'ws://localhost:PORT',
  'chrome-extension://abcdefghijklmnop',
  'about:blank',
  '',
];

describe('without a token', () => {
  let harness: Harness;
  beforeAll(async () => {
    harness = await startHarness();
  });
  afterAll(() => harness.close());

  const fill = (text: string) =>
    text.replace('PORT', String(harness.address.port)).replace('NEXT', String(harness.address.port + 1));

  test.each(FOREIGN_ORIGINS)('SEC-03 refuses an upgrade and every method to a page of "%s"', async (written) => {
    const origin = fill(written);
    const before = describeState(harness);
    expect(await tryUpgrade(harness.address.streamUrl, { origin })).toBe(403);
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE', 'GET', 'OPTIONS', 'PROPFIND', 'LOCK']) {
      for (const path of ['/_paystage/api/reset', '/_paystage/bin/x', '/secpaid/payment']) {
        const head = [`${method} ${path} HTTP/1.1`, `Host: localhost:${harness.address.port}`, `Origin: ${origin}`];
        expect(statusOf(await sendRaw(harness.url, head)), `${method} ${path}`).toBe(403);
      }
    }
    expect(describeState(harness)).toBe(before);
  });

  test('SEC-03 refuses two Origins, of which the first is its own', async () => {
    const origin = `Origin: ${harness.url}`;
    const head = ['POST /_paystage/api/reset HTTP/1.1', `Host: localhost:${harness.address.port}`];
    expect(statusOf(await sendRaw(harness.url, [...head, origin, 'Origin: http://attacker.test']))).toBe(403);
    expect(statusOf(await sendRaw(harness.url, [...head, 'Content-Length: 0', origin]))).toBe(200);
  });

  test('SEC-03 takes its own origin in any letters, by each of its names, and programs that send none', async () => {
    const { streamUrl, port } = harness.address;
    expect(await tryUpgrade(streamUrl, { origin: harness.url })).toBe('open');
    expect(await tryUpgrade(streamUrl, { origin: harness.url.toUpperCase() })).toBe('open');
    for (const name of ['127.0.0.1', '[::1]', 'secpaid.localhost'])
      expect(await tryUpgrade(streamUrl, { host: `${name}:${port}`, origin: `http://${name}:${port}` }), name).toBe('open');
    expect(await tryUpgrade(streamUrl)).toBe('open');
  });

  test('SEC-03 refuses what a browser says it loads into a page of another origin, and lets links through', async () => {
    const ask = async (site: string, mode: string) =>
      (
        await sendRaw(harness.url, [
          'GET /_paystage/bin/x HTTP/1.1',
          `Host: localhost:${harness.address.port}`,
          `Sec-Fetch-Site: ${site}`,
          `Sec-Fetch-Mode: ${mode}`,
        ])
      ).slice(9, 12);
    for (const site of ['cross-site', 'same-site', 'none, none', 'CROSS-SITE'])
      for (const mode of ['no-cors', 'cors', 'websocket']) expect(await ask(site, mode), `${site} ${mode}`).toBe('403');
    for (const [site, mode] of [
      ['cross-site', 'navigate'],
      ['same-site', 'navigate'],
      ['none', 'navigate'],
      ['same-origin', 'no-cors'],
      ['same-origin', 'cors'],
    ] as const)
      expect(await ask(site, mode), `${site} ${mode}`).toBe('204');
  });

  test('SEC-03 a WebSocket to anything else than the stream changes nothing, and any other offer opens nothing that is shut without it', async () => {
    const before = describeState(harness);
    const ask = async (method: string, path: string, ...offer: string[]) =>
      statusOf(await sendRaw(harness.url, [`${method} ${path} HTTP/1.1`, `Host: localhost:${harness.address.port}`, ...offer]));
    for (const path of ['/_paystage/api/reset', '/_paystage/stream/', '/_paystage/api/clock', '/']) {
      expect(await ask('GET', path, 'Connection: Upgrade', 'Upgrade: websocket'), path).toBe(404);
      for (const method of ['GET', 'DELETE', 'OPTIONS']) {
        const plain = await ask(method, path, 'Connection: close');
        for (const protocol of ['h2c', 'TLS/1.0', 'websocket, h2c']) {
          const offer = ['Connection: Upgrade, close', `Upgrade: ${protocol}`];
          expect(await ask(method, path, ...offer), `${method} ${path} ${protocol}`).toBe(plain);
        }
      }
    }
    expect(describeState(harness)).toBe(before);
  });
});

describe('with a token', () => {
  let harness: Harness;
  beforeAll(async () => {
    harness = await startHarness({ token: TOKEN });
  });
  afterAll(() => harness.close());

  test('SEC-03 opens only to its own origin with the token, and to a program with the token', async () => {
    const { streamUrl } = harness.address;
    const own = { origin: harness.url };
    expect(await tryUpgrade(streamUrl, own, GOOD)).toBe('open');
    expect(await tryUpgrade(streamUrl, {}, GOOD)).toBe('open');
    expect(await tryUpgrade(streamUrl, { authorization: `Bearer ${TOKEN}` })).toBe('open');
    expect(await tryUpgrade(streamUrl, own)).toBe(401);
    expect(await tryUpgrade(streamUrl)).toBe(401);
    for (const written of FOREIGN_ORIGINS) {
      const origin = written.replace('PORT', String(harness.address.port)).replace('NEXT', String(harness.address.port + 1));
      expect(await tryUpgrade(streamUrl, { origin }, GOOD), origin).toBe(403);
    }
  });

  test('SEC-03 no trick with sub-protocols, queries or headers stands in for the token', async () => {
    const { streamUrl } = harness.address;
    for (const protocols of [
      ['paystage.token.'],
      ['paystage.token.wrong', `paystage.token.${TOKEN}`],
      [`PAYSTAGE.TOKEN.${TOKEN}`],
      [`paystage.token.${TOKEN}.`],
      [`xpaystage.token.${TOKEN}`],
      [TOKEN],
    ])
      expect(await tryUpgrade(streamUrl, {}, protocols), protocols.join()).toBe(401);
    for (const url of [
      `${streamUrl}?token=${TOKEN}`,
      `${streamUrl}?access_token=${TOKEN}`,
      `${streamUrl}?authorization=Bearer%20${TOKEN}`,
    ])
      expect(await tryUpgrade(url), url).toBe(401);
    const tries: Record<string, string>[] = [
      { cookie: `token=${TOKEN}; paystage.token=${TOKEN}` },
      { authorization: TOKEN },
      { authorization: `Basic ${Buffer.from(`:${TOKEN}`).toString('base64')}` },
      { authorization: 'Bearer wrong', 'x-token': TOKEN },
    ];
    for (const headers of tries) expect(await tryUpgrade(streamUrl, headers), JSON.stringify(headers)).toBe(401);
  });

  test('SEC-03 whoever was refused is never told a record, and the token is not told to whoever was let in', async () => {
    const { streamUrl } = harness.address;
    const heard: string[] = [];
    const stranger = new WebSocket(streamUrl, { headers: { origin: 'http://attacker.test' } });
    stranger.on('message', (data) => heard.push(String(data)));
    await new Promise((resolve) => stranger.once('error', resolve));
    const page = new WebSocket(streamUrl, GOOD, { headers: { origin: harness.url } });
    const frames: string[] = [];
    page.on('message', (data) => frames.push(String(data)));
    await new Promise((resolve) => page.once('open', resolve));
    await fetch(`${harness.url}/_paystage/bin/x`, { method: 'POST', body: 'seen' });
    await expect.poll(() => frames.join()).toContain('bin.received');
    expect(page.protocol).toBe('paystage');
    expect(frames.join()).not.toContain(TOKEN);
    expect(heard).toEqual([]);
    page.terminate();
  });
});

test('SEC-03 an allowed name may come through a proxy that rewrites the Host', async () => {
  const harness = await startHarness({ allowHosts: ['stage.example'] });
  try {
    const own = `http://stage.example:${harness.address.port}`;
    expect(await tryUpgrade(harness.address.streamUrl, { origin: own })).toBe('open');
    expect(await tryUpgrade(harness.address.streamUrl, { origin: `http://a.stage.example:${harness.address.port}` })).toBe(403);
    await callControl(harness, 'POST', '/reset');
  } finally {
    await harness.close();
  }
});

test('SEC-03 an allowed name may come through a proxy that speaks TLS, and no other name may', async () => {
  const harness = await startHarness({ allowHosts: ['stage.example', 'proxy.example:8443'] });
  try {
    const { port, streamUrl } = harness.address;
    const reset = async (host: string, origin: string) =>
      statusOf(await sendRaw(harness.url, ['POST /_paystage/api/reset HTTP/1.1', `Host: ${host}`, `Origin: ${origin}`]));
    for (const host of ['stage.example', `localhost:${port}`])
      for (const origin of ['https://stage.example', 'HTTPS://Stage.example', 'https://proxy.example:8443']) {
        expect(await reset(host, origin), `${origin} at ${host}`).toBe(200);
        expect(await tryUpgrade(streamUrl, { host, origin }), `${origin} at ${host}`).toBe('open');
      }
    for (const origin of [
      `https://localhost:${port}`,
      'https://stage.example:8443',
      'https://proxy.example',
      'https://a.stage.example',
      'https://stage.example/',
      'https://stage.example.',
      'https://attacker@stage.example',
      'wss://stage.example',
      'https://attacker.test',
    ])
      for (const host of ['stage.example', `localhost:${port}`]) expect(await reset(host, origin), origin).toBe(403);
  } finally {
    await harness.close();
  }
});
