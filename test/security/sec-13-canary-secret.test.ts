import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { createRecordFormatter } from '../../server/cli/format-record.js';
import { paintNothing } from '../../server/cli/paint.js';
import type { Harness, LogRecord } from '../../server/index.js';
import { providers } from '../../server/providers/index.js';
import { formatHtml } from '../../server/scenarios/report/html.js';
import { runScenarios } from '../../server/scenarios/run/run-scenarios.js';
import { answer } from '../support/bad-behaviours.js';
import { BadTarget } from '../support/bad-target.js';
import { listRouteCalls } from '../support/every-route.js';
import { startHarness } from '../support/harness.js';
import { allowTime, listComplaints, listReady, readReady } from '../support/play-scenarios.js';
import { sendRaw } from '../support/raw-http.js';
import { startSecPaidShop } from '../support/scenario-shops/secpaid-shop.js';
import { startSecurePayApiShop } from '../support/scenario-shops/securepayapi-shop.js';

/** Characters that each way of writing a text changes are among them; no part is like anything else here. */
const CANARIES = {
  token: 'canary+token/=&%<"Q7w8e9r0t1y2u3i4o5',
  encryptionKey: 'canary+crypt/=&%<Z1x2c3v4b5n6m7!',
  secretKey: 'sp_secret_canary+sign/=&%<"A1s2d3f4g5h6j7k8',
  stageToken: 'canary-stage-P0o9i8u7y6t5r4e3w2q1',
};
const secpaid = { token: CANARIES.token, encryptionKey: CANARIES.encryptionKey };
const securepayapi = { secretKey: CANARIES.secretKey, publishableKey: 'sp_client_mock_5Hn3bYc8LpQ2wX64' };

/** Every way in which a secret is commonly written; what stands in the middle of a longer base64 text as well. */
function listForms(secret: string): string[] {
  const url = encodeURIComponent(secret);
  const hex = Buffer.from(secret).toString('hex');
  const plain = [
    secret,
    url,
    url.replace(/%../g, (part) => part.toLowerCase()),
    new URLSearchParams({ x: secret }).toString().slice(2),
  ];
  const escaped = [
    JSON.stringify(secret).slice(1, -1),
    secret.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`),
  ];
  const base64 = ['', 'u', 'us'].flatMap((before) => {
    const text = Buffer.from(`${before}${secret}`).toString('base64');
    // The ends depend on what stands beside it.
    const core = text.slice(before.length === 0 ? 0 : 4, -4);
    return [core, core.replaceAll('+', '-').replaceAll('/', '_')];
  });
  return [...new Set([...plain, ...escaped, hex, hex.toUpperCase(), ...base64])];
}

const FORMS = Object.values(CANARIES).flatMap(listForms);
/** What an app may say: each form that is whole by itself, and base64 of more than the secret. */
const ECHOES = Object.values(CANARIES).flatMap((secret) => [
  ...listForms(secret).filter((form) => !/^[\w+/-]{30,}$/.test(form) || /^[0-9a-fA-F]+$/.test(form)),
  ...['', 'u', 'us', 'user:'].flatMap((before) => {
    const bytes = Buffer.from(`${before}${secret}, and more`);
    return [bytes.toString('base64'), bytes.toString('base64url')];
  }),
]);

function expectNoCanary(text: string, where: string): void {
  for (const form of FORMS) {
    const at = text.indexOf(form);
    expect(at === -1 ? '' : text.slice(Math.max(0, at - 80), at + form.length), where).toBe('');
  }
}

let folder: string;
let harness: Harness;
const frames: string[] = [];
const told: string[] = [];
let page: WebSocket;
let records: LogRecord[];

const authorization = `Bearer ${CANARIES.stageToken}`;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'paystage-canary-'));
  harness = await startHarness({
    dataDir: folder,
    token: CANARIES.stageToken,
    accounts: { secpaid: { keys: secpaid }, securepayapi: { keys: securepayapi } },
    onNotice: (notice) => told.push(JSON.stringify(notice)),
  });
  page = new WebSocket(harness.address.streamUrl, ['paystage', `paystage.token.${CANARIES.stageToken}`]);
  page.on('message', (data) => frames.push(String(data)));
  await new Promise((resolve) => page.once('open', resolve));
});
afterAll(async () => {
  page.terminate();
  await harness.close();
  await rm(folder, { recursive: true, force: true });
});

/** All that have to do with keys, and every second of the others: the rest would go the same ways again. */
const isPlayed = (name: string, index: number) => index % 2 === 0 || /key|token|encrypt|sign|forged|replay/.test(name);

test('SEC-13 ready scenarios are played with the canaries as keys', async () => {
  const nowMs = () => harness.engine.nowMs();
  const stageUrl = harness.url;
  const shops = {
    secpaid: await startSecPaidShop({ stageUrl, keys: { ...secpaid }, nowMs, port: 0 }, null),
    securepayapi: await startSecurePayApiShop({ stageUrl, keys: { ...securepayapi }, nowMs, port: 0 }, null),
  };
  try {
    for (const provider of ['secpaid', 'securepayapi'] as const) {
      const result = await runScenarios({
        scenarios: listReady(provider)
          .filter(isPlayed)
          .map((name) => readReady(provider, name, shops[provider].url))
          .map((scenario) => ({ ...scenario, steps: allowTime(scenario.steps) })),
        ...{ stage: harness.stage, providers, target: {}, parallel: 1, bail: false },
        lanes: { kind: 'default' },
        onEvent() {},
      });
      expect(result.scenarios.flatMap(listComplaints)).toEqual([]);
      expectNoCanary(JSON.stringify(result), `result of ${provider}`);
      expectNoCanary(formatHtml({ ...result, version: 'x', notPlayed: [], stopped: null }), `report of ${provider}`);
    }
  } finally {
    for (const shop of Object.values(shops)) await shop.close();
  }
});

test('SEC-13 apps that give a secret away, and calls that put it where it does not belong, are written down without it', async () => {
  const target = await BadTarget.start();
  const control = (method: string, path: string, body: unknown) =>
    fetch(`${harness.url}/_paystage/api${path}`, {
      method,
      headers: { authorization, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  await control('PATCH', '/accounts/secpaid', { paymentEndpoints: [target.url('/')], retryScheduleMs: [] });
  const createLink = async (fields: object) => {
    const reply = await fetch(`${harness.url}/secpaid/api/v2/createLink`, {
      method: 'POST',
      headers: { token: CANARIES.token, 'content-type': 'application/json' },
      body: JSON.stringify({ amount: 1, ...fields }),
    });
    const text = await reply.text();
    return { id: /"(?:id|linktopay_id)":(\d+)/.exec(text)?.[1] ?? '', text };
  };
  for (const [index, form] of ECHOES.entries()) {
    const body = `the app says ${form} and ${JSON.stringify({ form })}`;
    target.next(answer(index % 2 === 0 ? 200 : 500, { headers: [['X-Echo', form]], body }));
    const { id, text } = await createLink({});
    expectNoCanary(text, 'answer of createLink');
    await control('POST', `/payments/${id}/customer`, { action: 'pay' });
    await harness.engine.activity.whenIdle();
    await fetch(`${harness.url}/_paystage/bin/x?echo=${encodeURIComponent(form)}`, {
      method: 'POST',
      body: form,
      headers: { 'x-echo': form },
    });
  }
  const { host } = new URL(harness.url);
  const bodies = Object.values(CANARIES).flatMap((secret) => [
    JSON.stringify({ amount: 'x', [secret]: secret, encryption_key: secret, client_secret: secret }),
    `{"amount": 1, "note": ${JSON.stringify(secret)}`,
    new URLSearchParams({ amount: '-1', encryption_key: secret, x: secret }).toString(),
    secret,
  ]);
  for (const path of [
    '/secpaid/api/v2/createLink',
    '/securepayapi/api/v1/payment-intents',
    '/securepayapi/embed/pay',
    '/secpaid/payment',
  ]) {
    for (const body of bodies) {
      for (const type of ['application/json', 'application/x-www-form-urlencoded', 'text/plain']) {
        const secret = Object.values(CANARIES).find((one) => body.includes(one)) ?? CANARIES.token;
        const head = [
          `POST ${path}?token=${encodeURIComponent(secret)}&client_secret=${encodeURIComponent(secret)} HTTP/1.1`,
          ...[`Host: ${host}`, `Content-Type: ${type}`, `Content-Length: ${Buffer.byteLength(body)}`],
          ...[`Token: ${secret}`, `Authorization: Basic ${Buffer.from(`user:${secret}`).toString('base64')}`, `X-Key: ${secret}`],
        ];
        const reply = await sendRaw(harness.url, head, body);
        // An error names the field that was wrong, never its value; what was sent under a name of the caller's own may be named.
        expectNoCanary(reply.replaceAll('\\"', '"'), `answer of ${path}: ${type}`);
      }
    }
    await sendRaw(harness.url, [`GET ${path}/${encodeURIComponent(CANARIES.token)} HTTP/1.1`, `Host: ${host}`]);
  }
  await target.close();
  // An app goes on saying the key that was replaced.
  await control('POST', '/accounts/securepayapi/keys/secretKey/rotate', {});
  for (const form of ECHOES) await fetch(`${harness.url}/_paystage/bin/x`, { method: 'POST', body: form });
});

test('SEC-13 no file, frame, line of the terminal, export or answer holds a canary in any form', async () => {
  await harness.engine.whenDurable();
  const newest = `"seq":${harness.engine.log.newestSeq}`;
  await expect.poll(() => frames.some((frame) => frame.includes(newest))).toBe(true);
  const found: LogRecord[] = [];
  for await (const lines of harness.engine.log.read(0)) found.push(...lines.map((line) => JSON.parse(line) as LogRecord));
  records = found;
  expect(records.length).toBeGreaterThan(1_000);
  expectNoCanary(frames.join('\n'), 'the stream');
  expectNoCanary(told.join('\n'), 'notices');

  const format = createRecordFormatter(paintNothing, true);
  expectNoCanary(records.flatMap((record) => format(record)).join('\n'), 'the terminal');

  for (const { method, path } of listRouteCalls(harness, { provider: 'secpaid', id: '50001' })) {
    if (method !== 'GET' || path.endsWith('/stream')) continue;
    const reply = await fetch(harness.url + path, { headers: { authorization } });
    expectNoCanary(await reply.text(), path);
  }

  await harness.close();
  const files = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
  expect(files.length).toBeGreaterThan(1);
  for (const { parentPath, name } of files) {
    const path = join(parentPath, name);
    expect((await stat(path)).mode & 0o077, name).toBe(0);
    // A key that was set by hand is kept for the next start, readable for its owner alone.
    if (name.startsWith('accounts.json')) continue;
    expectNoCanary(await readFile(path, 'latin1'), name);
    expectNoCanary(await readFile(path, 'utf8'), name);
  }
});
