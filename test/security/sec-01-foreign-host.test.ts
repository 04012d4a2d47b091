import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Harness } from '../../server/index.js';
import { describeState, listRouteCalls } from '../support/every-route.js';
import { startHarness } from '../support/harness.js';
import { sendRaw, statusOf } from '../support/raw-http.js';

const told: string[] = [];
let harness: Harness;
beforeAll(async () => {
  harness = await startHarness({ onNotice: ({ message }) => told.push(message) });
});
afterAll(() => harness.close());

test('SEC-01 a foreign Host gets 421 from every route, no data, no effect, and one clear line in the log', async () => {
  const before = describeState(harness);
  for (const { method, path } of listRouteCalls(harness)) {
    told.length = 0;
    const body = '{}';
    const head = [`${method} ${path} HTTP/1.1`, 'Host: attacker.test', 'Content-Type: application/json'];
    const answer = await sendRaw(harness.url, [...head, `Content-Length: ${body.length}`], body);
    expect(statusOf(answer), `${method} ${path}`).toBe(421);
    expect(answer).not.toMatch(/access-control-|sp_secret_|"payments"/i);
    expect(told, `${method} ${path}`).toEqual(['The Host "attacker.test" is not one of this harness.']);
  }
  expect(describeState(harness)).toBe(before);
});

test('SEC-01 a request without a Host gets the same from every route and as every kind of upgrade', async () => {
  const before = describeState(harness);
  const offers = [[], ['Connection: Upgrade', 'Upgrade: websocket'], ['Connection: Upgrade', 'Upgrade: h2c'], ['Expect: x']];
  for (const { method, path } of listRouteCalls(harness)) {
    for (const offer of offers) {
      told.length = 0;
      const answer = await sendRaw(harness.url, [`${method} ${path} HTTP/1.1`, ...offer, 'Content-Length: 2'], '{}');
      const title = `${method} ${path} ${offer.join()}`;
      expect(statusOf(answer), title).toBe(421);
      expect(answer.toLowerCase(), title).toContain("content-security-policy: default-src 'none'");
      expect(answer.toLowerCase(), title).toContain('x-content-type-options: nosniff');
      expect(told, title).toEqual(['The request names no Host.']);
    }
  }
  expect(describeState(harness)).toBe(before);
});

test('SEC-01 an upgrade with a foreign Host is refused by the same guard, and told as well', async () => {
  told.length = 0;
  const upgrade = [
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    `Sec-WebSocket-Key: ${'A'.repeat(22)}==`,
  ];
  const { port } = harness.address;
  for (const path of ['/_paystage/stream', '/', '/_paystage/api/payments']) {
    const answer = await sendRaw(harness.url, [`GET ${path} HTTP/1.1`, `Host: attacker.test:${port}`, ...upgrade]);
    expect(statusOf(answer), path).toBe(421);
  }
  expect(new Set(told)).toEqual(new Set([`The Host "attacker.test:${port}" is not one of this harness.`]));
});

test('SEC-01 an Expect header does not lead past the guard, and what nobody knows is refused with our headers', async () => {
  told.length = 0;
  const strict = "content-security-policy: default-src 'none'";
  for (const path of ['/', '/_paystage/api/environment', '/secpaid/api/v2/createLink']) {
    const foreign = await sendRaw(harness.url, [`GET ${path} HTTP/1.1`, 'Host: attacker.test', 'Expect: x']);
    expect(statusOf(foreign), path).toBe(421);
    expect(foreign.toLowerCase()).toContain(strict);
    const own = await sendRaw(harness.url, [`GET ${path} HTTP/1.1`, `Host: localhost:${harness.address.port}`, 'Expect: x']);
    expect(statusOf(own), path).toBe(417);
    expect(own.toLowerCase()).toContain(strict);
    expect(own).toContain('"unknown_expectation"');
  }
  expect(told).toEqual(Array(3).fill('The Host "attacker.test" is not one of this harness.'));
});

test('SEC-01 what a foreign Host says reaches the log as one short line, whatever it holds', async () => {
  told.length = 0;
  await sendRaw(harness.url, ['GET / HTTP/1.1', `Host: ${'x'.repeat(8_000)}`]);
  await sendRaw(harness.url, [
    `GET http://attacker.test/${'y'.repeat(8_000)} HTTP/1.1`,
    `Host: localhost:${harness.address.port}`,
  ]);
  expect(told).toHaveLength(2);
  for (const line of told) expect(line.length).toBeLessThan(300);
});
