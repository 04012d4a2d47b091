import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Harness } from '../../server/index.js';
import { describeState, listRouteCalls } from '../support/every-route.js';
import { callControl, startHarness } from '../support/harness.js';
import { sendRaw, statusOf } from '../support/raw-http.js';
import { createPayingApp, type PayingApp } from '../ui/paying-app.js';

let harness: Harness;
let app: PayingApp;
let names: Record<string, string>;
beforeAll(async () => {
  harness = await startHarness();
  app = await createPayingApp(harness.url);
  const id = await app.createLink('x');
  await app.pay(await app.createLink('paid'));
  const intentId = await app.createIntent('x');
  await app.waitForDeliveries();
  await harness.engine.activity.whenIdle();
  const { settings } = await callControl<{ settings: { products: { id: string }[] } }>(harness, 'GET', '/accounts/securepayapi');
  const productId = settings.products[0]?.id ?? '';
  names = { id, payment: id, paymentId: id, intentId, productId, provider: 'secpaid', key: 'token', name: 'x', seq: '1' };
});
afterAll(() => harness.close());

const head = (answer: string) => (answer.split('\r\n\r\n')[0] ?? '').toLowerCase();

test('SEC-05 every answer, refused ones and those to garbage as well, forbids what a page could make of it', async () => {
  const own = `Host: localhost:${harness.address.port}`;
  const requests: string[][] = [
    ...listRouteCalls(harness, names)
      .filter(({ method }) => method === 'GET')
      .map(({ path }) => [`GET ${path} HTTP/1.1`, own]),
    ['GET / HTTP/1.1', 'Host: attacker.test'],
    ['POST / HTTP/1.1', own, 'Origin: null'],
    ['GET /_paystage/stream HTTP/1.1', own, 'Upgrade: websocket', 'Connection: Upgrade', 'Origin: http://attacker.test'],
    ['GET /nowhere HTTP/1.1', own, 'Upgrade: websocket', 'Connection: Upgrade'],
    ['DELETE /_paystage/api/reset HTTP/1.1', own],
    ['GET / HTTP/9.9', own],
    ['NONSENSE'],
  ];
  for (const lines of requests) {
    const upgrade = lines.some((line) => line.startsWith('Upgrade'));
    // A connection that says twice what it is to be is no upgrade any more.
    const answer = head(await sendRaw(harness.url, upgrade ? lines.filter((line) => !line.startsWith('Connection')) : lines));
    for (const wanted of [
      'x-content-type-options: nosniff',
      'cross-origin-resource-policy: same-origin',
      'referrer-policy: same-origin',
    ])
      expect(answer, `${lines[0]}\n${answer}`).toContain(wanted);
    expect(answer, lines[0]).toMatch(/content-security-policy: default-src 'none';/);
    expect(answer, lines[0]).toMatch(/base-uri 'none'/);
    expect(answer, lines[0]).toMatch(/frame-ancestors /);
    expect(answer, lines[0]).not.toMatch(/unsafe-inline|unsafe-eval|script-src[^;]*(\*|https?:)/);
    expect(answer, lines[0]).toContain('cache-control: no-store');
    expect(answer, lines[0]).not.toMatch(/x-powered-by|server:/);
  }
});

test('SEC-04 GET, HEAD and OPTIONS change nothing but the log, on any route', async () => {
  const readState = () => describeState(harness).replace(/"newestSeq":\d+|"(lastSeq|newestAt|stageTimeMs)":[^,}]+/g, '');
  const before = readState();
  for (const { path } of listRouteCalls(harness, names)) {
    for (const method of ['GET', 'HEAD', 'OPTIONS']) {
      const answer = await sendRaw(harness.url, [`${method} ${path} HTTP/1.1`, `Host: localhost:${harness.address.port}`]);
      expect(statusOf(answer), `${method} ${path}`).toBeLessThan(500);
    }
  }
  await harness.engine.activity.whenIdle();
  expect(readState()).toBe(before);
});

test('SEC-04 the buttons of a pay page work with the value that the page holds, and with no other', async () => {
  const before = harness.engine.state.payments.get(names.id ?? '')?.status;
  const link = Buffer.from(names.id ?? '').toString('base64');
  const other = await (
    await fetch(
      `${harness.url}/secpaid/payment?link_id=${encodeURIComponent(Buffer.from(await app.createLink('other')).toString('base64'))}`,
    )
  ).text();
  const foreign = /name="form_token" value="([^"]+)"/.exec(other)?.[1] ?? '';
  expect(foreign.length).toBeGreaterThan(20);
  for (const token of [null, '', 'x', foreign, foreign.slice(1), '__proto__']) {
    const fields = new URLSearchParams({ link_id: link, action: 'pay-card', ...(token === null ? {} : { form_token: token }) });
    const reply = await fetch(`${harness.url}/secpaid/payment`, { method: 'POST', body: fields, redirect: 'manual' });
    expect(reply.status, String(token)).toBe(403);
    await reply.text();
  }
  for (const path of [`/securepayapi/${names.productId}/pay`]) {
    for (const token of [null, '', 'x', foreign]) {
      const fields = new URLSearchParams({ card: 'success', ...(token === null ? {} : { form_token: token }) });
      const reply = await fetch(harness.url + path, { method: 'POST', body: fields, redirect: 'manual' });
      expect(reply.status, String(token)).toBe(403);
      await reply.text();
    }
  }
  expect(harness.engine.state.payments.get(names.id ?? '')?.status).toBe(before);
});

const NAMES = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', '__defineGetter__', 'valueOf'];

test.each(NAMES)(
  'SEC-04 "%s" as an id, a key or a field is a name like any other: nothing is found, nothing changes, nothing fails',
  async (name) => {
    const before = Object.getOwnPropertyNames(Object.prototype).join();
    for (const { method, path } of listRouteCalls(harness, new Proxy({}, { get: () => name }))) {
      const head = [`${method} ${path} HTTP/1.1`, `Host: localhost:${harness.address.port}`];
      const body = `{"${name}":{"isAdmin":true},"action":"${name}"}`;
      const query = path.includes('?') ? path : `${path}?${name}=${name}&${name}[isAdmin]=true&link_id=${name}&lane=${name}`;
      if (path.endsWith('/stream')) continue;
      const type = method === 'GET' ? [] : ['Content-Type: application/json', `Content-Length: ${body.length}`];
      const answer = await sendRaw(
        harness.url,
        [head[0]?.replace(path, query) ?? '', head[1] ?? '', ...type],
        method === 'GET' ? '' : body,
      );
      expect(statusOf(answer), `${method} ${path}\n${answer.slice(0, 500)}`).toBeGreaterThan(0);
      expect(statusOf(answer), `${method} ${path}\n${answer.slice(-300)}`).toBeLessThan(500);
    }
    for (const type of ['application/x-www-form-urlencoded', 'application/json']) {
      const body = type.endsWith('json')
        ? `{"amount":1,"${name}":{"isAdmin":true}}`
        : `amount=1&${name}[isAdmin]=true&constructor[prototype][isAdmin]=true`;
      const reply = await fetch(`${harness.url}/secpaid/api/v2/createLink`, {
        method: 'POST',
        headers: { token: app.env.SECPAID_TOKEN ?? '', 'content-type': type },
        body,
      });
      expect(reply.status).toBeLessThan(500);
      await reply.text();
    }
    expect(Object.getOwnPropertyNames(Object.prototype).join()).toBe(before);
    expect(({} as { isAdmin?: boolean }).isAdmin).toBeUndefined();
  },
);
