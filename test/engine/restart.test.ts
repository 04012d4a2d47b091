import { createHmac } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Harness } from '../../server/index.js';
import { actAsCustomer, callControl, readPayment, startHarness } from '../support/harness.js';
import { createReceiver, type Receiver } from '../support/receiver.js';

const START_MS = Date.UTC(2026, 10, 2, 8);
let dataDir: string;
let receiver: Receiver;
let running: Harness | null = null;

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'paystage-restart-'));
  receiver = await createReceiver({ status: 503 });
});
afterEach(async () => {
  await running?.close();
  await receiver.close();
  await rm(dataDir, { recursive: true, force: true });
});

async function start(afterMs = 0): Promise<Harness> {
  const accounts = { securepayapi: { settings: { webhookUrls: [receiver.url] } } };
  running = await startHarness({ dataDir, accounts, clock: { speed: 0, startMs: START_MS + afterMs } });
  return running;
}

async function createIntent(harness: Harness): Promise<string> {
  const reply = await fetch(`${harness.env.SECUREPAYAPI_BASE_URL}/api/v1/payment-intents`, {
    method: 'POST',
    headers: { authorization: `Bearer ${harness.env.SECUREPAYAPI_SECRET_KEY}`, 'content-type': 'application/json' },
    body: '{"amount":4599,"currency":"USD"}',
  });
  return ((await reply.json()) as { id: string }).id;
}

test('C5 a retry that was due during the stop is made once at the start, the others when they are due', async () => {
  const first = await start();
  const id = await createIntent(first);
  await actAsCustomer(first, id, { action: 'pay', card: 'decline' });
  await first.engine.activity.whenIdle();
  await first.close();
  const sentBefore = receiver.requests.length;
  expect(sentBefore).toBe(3);

  const second = await start(2 * 86_400_000);
  await second.engine.activity.whenIdle();
  await receiver.waitForRequests(sentBefore + 3);
  await second.engine.activity.whenIdle();
  expect(receiver.requests).toHaveLength(sentBefore + 3);
  const { events } = await readPayment(second, id);
  expect(events.map(({ deliveries }) => deliveries[0]?.attempts.map(({ number }) => number))).toEqual([
    [1, 2],
    [1, 2],
    [1, 2],
  ]);
});

test('keys, settings and payments are the same after a restart, and expiry goes on', async () => {
  const first = await start();
  const { env } = first;
  const id = await createIntent(first);
  await callControl(first, 'PATCH', '/accounts/secpaid', { callbackUrls: ['http://localhost:3000/return'] });
  await first.close();

  const second = await start();
  expect({ ...second.env, ...withoutUrls(env) }).toEqual({ ...second.env, ...withoutUrls(second.env) });
  expect(await callControl(second, 'GET', '/accounts/secpaid')).toMatchObject({
    settings: { callbackUrls: ['http://localhost:3000/return'] },
  });
  await callControl(second, 'POST', '/clock', { advanceMs: 7 * 86_400_000 });
  expect((await readPayment(second, id)).status).toBe('EXPIRED');
});

test('P3 an attempt that never got its answer is closed as interrupted and made again with the next number', async () => {
  const first = await start();
  const id = await createIntent(first);
  receiver.replyWith(() => new Promise(() => {}));
  await actAsCustomer(first, id, { action: 'pay', card: 'decline' });
  await receiver.waitForRequests(1);
  await first.close();

  receiver.replyWith({ status: 204 });
  const second = await start();
  await second.engine.activity.whenIdle();
  const [event] = (await readPayment(second, id)).events;
  expect(event?.deliveries[0]).toMatchObject({
    status: 'acknowledged',
    attempts: [
      { number: 1, code: 'interrupted' },
      { number: 2, code: 'acknowledged' },
    ],
  });
  expect(receiver.requests.slice(1).map(({ event: name }) => name.split(' ')[1])).toEqual(['INIT', 'PAYING', 'FAILED']);
});

test('a reset forgets payments whose deliveries are under way, and nothing follows', async () => {
  const harness = await start();
  const id = await createIntent(harness);
  await actAsCustomer(harness, id, { action: 'pay', card: 'decline' });
  await harness.engine.activity.whenIdle();
  await callControl(harness, 'POST', '/reset');
  const sent = receiver.requests.length;
  await callControl(harness, 'POST', '/clock', { advanceMs: 2 * 86_400_000 });
  expect(receiver.requests).toHaveLength(sent);
});

test('by strict order an event waits until the one before it is acknowledged', async () => {
  const harness = await start();
  await callControl(harness, 'PATCH', '/accounts/securepayapi', { order: 'strict' });
  const id = await createIntent(harness);
  await actAsCustomer(harness, id, { action: 'pay' });
  await harness.engine.activity.whenIdle();
  expect(receiver.requests.map(({ event }) => event)).toEqual([`${id} INIT`]);
  receiver.replyWith({ status: 204 });
  await callControl(harness, 'POST', '/clock', { advanceMs: 5_000 });
  await harness.engine.activity.whenIdle();
  expect(receiver.requests.map(({ event }) => event)).toEqual([`${id} INIT`, `${id} INIT`, `${id} PAYING`, `${id} SUCCEEDED`]);
});

test.each(['sequential', 'concurrent'])('an order that is changed to %s holds for events that wait already', async (order) => {
  const harness = await start();
  await callControl(harness, 'PATCH', '/accounts/securepayapi', { order: 'strict' });
  const id = await createIntent(harness);
  await actAsCustomer(harness, id, { action: 'pay' });
  await harness.engine.activity.whenIdle();
  expect(receiver.requests).toHaveLength(1);
  await callControl(harness, 'PATCH', '/accounts/securepayapi', { order });
  await harness.engine.activity.whenIdle();
  const sent = receiver.requests.map(({ event }) => event);
  expect(sent.sort()).toEqual([`${id} INIT`, `${id} PAYING`, `${id} SUCCEEDED`]);
});

test('a rotated key signs the very next attempt', async () => {
  const harness = await start();
  const id = await createIntent(harness);
  await actAsCustomer(harness, id, { action: 'pay' });
  await harness.engine.activity.whenIdle();
  const before = receiver.requests[0]?.header('x-signature');
  await callControl(harness, 'POST', '/accounts/securepayapi/keys/secretKey/rotate', { value: 'sp_secret_rotated0123456789' });
  await callControl(harness, 'POST', '/clock', { advanceMs: 5_000 });
  const again = receiver.requests.filter(({ event }) => event === `${id} INIT`)[1];
  const expected = createHmac('sha256', 'sp_secret_rotated0123456789')
    .update(`${again?.header('x-timestamp')}${again?.body}`)
    .digest('hex');
  expect(again?.header('x-signature')).toBe(expected);
  expect(again?.header('x-signature')).not.toBe(before);
});

function withoutUrls(env: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !name.endsWith('_URL')));
}
