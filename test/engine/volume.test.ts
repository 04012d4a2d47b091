import { createServer } from 'node:http';
import { Pool } from 'undici';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Harness, LogRecord } from '../../server/index.js';
import { findFreePort } from '../support/free-port.js';
import { actAsCustomer, callControl, readPayment, startHarness } from '../support/harness.js';
import { isThorough } from '../support/is-thorough.js';
import { createReceiver, type Receiver } from '../support/receiver.js';
import { readEnds, START_MS } from './fault-target.js';

const AT_ONCE = isThorough ? 5_000 : 1_500;

const cleanUps: (() => unknown)[] = [];
let harness: Harness;
let pool: Pool;

beforeEach(async () => {
  harness = await startHarness({ clock: { speed: 0, startMs: START_MS } });
  pool = new Pool(`http://127.0.0.1:${harness.address.port}`, { connections: 32 });
});
afterEach(async () => {
  await pool.close();
  await harness.close();
  for (const cleanUp of cleanUps.splice(0)) await cleanUp();
});

async function makeReceiver(...given: Parameters<typeof createReceiver>): Promise<Receiver> {
  const receiver = await createReceiver(...given);
  cleanUps.push(receiver.close);
  return receiver;
}

/** Through a few connections that are always busy, as an app under load has them: one that sits idle may be closed as it is used again. */
async function post(path: string, body: string): Promise<{ id: string }> {
  const headers = { authorization: `Bearer ${harness.env.SECUREPAYAPI_SECRET_KEY}`, 'content-type': 'application/json' };
  const reply = await pool.request({ method: 'POST', path, headers, body });
  if (reply.statusCode !== 200) throw new Error(`${path}: ${reply.statusCode} ${await reply.body.text()}`);
  return (await reply.body.json()) as { id: string };
}

const createIntent = async () => (await post('/securepayapi/api/v1/payment-intents', '{"amount":4599,"currency":"USD"}')).id;

const sendTo = (...webhookUrls: string[]) => callControl(harness, 'PATCH', '/accounts/securepayapi', { webhookUrls });
const settle = () => harness.engine.activity.whenIdle();

/** Counts how many requests are with an app at the same time. */
function countTogether() {
  const seen = { now: 0, most: 0 };
  const rule = async () => {
    seen.most = Math.max(seen.most, ++seen.now);
    await new Promise((resolve) => setImmediate(resolve));
    seen.now--;
    return { status: 204 };
  };
  return { seen, rule };
}

test(`C1 T4 ${AT_ONCE} payments at once are all announced and acknowledged, none twice, with few requests at a time`, async () => {
  const { seen, rule } = countTogether();
  const app = await makeReceiver(rule);
  await sendTo(app.url);
  const ids = await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      const id = await createIntent();
      await post(`/_paystage/api/payments/${id}/customer`, '{"action":"pay"}');
      return id;
    }),
  );
  await settle();
  const counts = app.countByEvent();
  expect(Object.keys(counts).sort()).toEqual(ids.flatMap((id) => [`${id} INIT`, `${id} PAYING`, `${id} SUCCEEDED`]).sort());
  expect(new Set(Object.values(counts))).toEqual(new Set([1]));
  const deliveries = [...harness.engine.state.deliveries.values()];
  expect(deliveries.filter(({ status, attempts }) => status !== 'acknowledged' || attempts.length !== 1)).toEqual([]);
  expect(seen.most).toBeLessThanOrEqual(16);
});

/** A payment whose webhooks are all taken: what the log tells of it, in the order of the alphabet, and how much of others it tells in between. */
async function payAndTell(): Promise<{ types: string[]; recordsOfOthers: number }> {
  const after = harness.engine.log.newestSeq;
  const id = await createIntent();
  await actAsCustomer(harness, id, { action: 'pay' });
  const isOwn = (record: LogRecord) => 'paymentId' in record && record.paymentId === id;
  const isEnd = (record: LogRecord) => record.type === 'attempt.finished' && isOwn(record);
  let told: LogRecord[] = [];
  await expect
    .poll(async () => {
      told = (await callControl<{ records: LogRecord[] }>(harness, 'GET', `/records?after=${after}&limit=1000`)).records;
      return told.filter(isEnd).map((end) => end.type === 'attempt.finished' && `${end.number} ${end.code}`);
    })
    .toEqual(Array(3).fill('1 acknowledged'));
  const own = told.slice(0, told.findLastIndex(isEnd) + 1).filter(isOwn);
  return { types: own.map(({ type }) => type).sort(), recordsOfOthers: told.findLastIndex(isEnd) + 1 - own.length };
}

test('C2 W9 ten thousand deliveries that wait for a dead endpoint delay no other one, at the same origin either', async () => {
  let release = () => {};
  const stuck = new Promise<void>((resolve) => {
    release = resolve;
  });
  const app = await makeReceiver(async ({ url }) => {
    if (url === '/dead') await stuck;
    return { status: 204 };
  });
  await callControl(harness, 'PATCH', '/accounts/securepayapi', { attemptTimeoutMs: 600_000 });
  await sendTo(`${app.url}/alive`);
  const before = await payAndTell();
  expect(before.recordsOfOthers).toBe(0);
  await sendTo(`${app.url}/dead`);
  const ids = await Promise.all(Array.from({ length: 1_700 }, createIntent));
  for (const id of ids) {
    await harness.engine.actAsCustomer(id, { action: 'pay', card: 'challenge' });
    await harness.engine.actAsCustomer(id, { action: 'challenge', result: 'pass' });
  }
  await app.waitFor(() => app.requests.filter(({ url }) => url === '/dead').length === 16);
  const waiting = [...harness.engine.state.deliveries.values()].filter(({ status }) => status === 'pending');
  expect(waiting.length).toBeGreaterThan(10_000);
  await sendTo(`${app.url}/alive`);
  // The log is the measure: nothing of the others comes between its steps, and there are as many as before.
  expect(await payAndTell()).toEqual(before);
  expect(app.requests.filter(({ url }) => url === '/dead')).toHaveLength(16);
  await callControl(harness, 'POST', '/reset');
  release();
}, 900_000);

test('B16 an app may call the provider while its webhook waits for an answer, at one request at a time', async () => {
  const other = await createIntent();
  const app = await makeReceiver(async ({ event }) => {
    if (event.endsWith('SUCCEEDED') && !event.startsWith(other)) {
      // Its own payment is read, another one made, and one paid whose webhooks come back here.
      await createIntent();
      await actAsCustomer(harness, other, { action: 'pay' });
      expect((await readPayment(harness, event.split(' ')[0] ?? '')).status).toBe('SUCCEEDED');
    }
    return { status: 204 };
  });
  await sendTo(app.url);
  const id = await createIntent();
  await actAsCustomer(harness, id, { action: 'pay' });
  await app.waitFor(({ event }) => event === `${other} SUCCEEDED`);
  await settle();
  const ends = await readEnds(harness);
  expect(ends.map(({ code }) => code)).toEqual(Array(6).fill('acknowledged'));
});

test('B18 an app that was down for ten minutes gets each event once, a few at a time, and the schedule ends with the first success', async () => {
  const port = await findFreePort();
  await sendTo(`http://127.0.0.1:${port}`);
  const ids = await Promise.all(Array.from({ length: 100 }, createIntent));
  for (const id of ids) await actAsCustomer(harness, id, { action: 'pay' });
  await callControl(harness, 'POST', '/clock', { advanceMs: 600_000 });
  await settle();
  expect(new Set((await readEnds(harness)).map(({ code }) => code))).toEqual(new Set(['refused']));

  const seen = { now: 0, most: 0 };
  const events: string[] = [];
  const app = createServer((request, response) => {
    seen.most = Math.max(seen.most, ++seen.now);
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { id, status } = JSON.parse(Buffer.concat(chunks).toString()) as { id: string; status: string };
      events.push(`${id} ${status}`);
      setImmediate(() => {
        seen.now--;
        response.writeHead(204).end();
      });
    });
  });
  await new Promise<void>((resolve) => app.listen(port, '127.0.0.1', resolve));
  cleanUps.push(() => new Promise((resolve) => app.close(resolve).closeAllConnections()));
  await callControl(harness, 'POST', '/clock', { advanceMs: 3 * 86_400_000 });
  await settle();
  expect(events).toHaveLength(300);
  expect(new Set(events).size).toBe(300);
  expect(seen.most).toBeLessThanOrEqual(16);
  expect([...harness.engine.state.deliveries.values()].every(({ status }) => status === 'acknowledged')).toBe(true);
});
