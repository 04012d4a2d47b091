import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Harness } from '../../server/index.js';
import { answer, type Behaviour, rawThenClose, rawThenReset } from '../support/bad-behaviours.js';
import { BadTarget } from '../support/bad-target.js';
import { callControl, readPayment, startHarness } from '../support/harness.js';
import { sendRaw } from '../support/raw-http.js';

/** What is secret in the key of the account, and what a cut may leave of it: less than that is no part of a key any more. */
const SECRET_PART = 'Zq7mWv2KxR9tLb4NcYd8HfJs3PgTaE6U';
const SECRET = `sp_secret_${SECRET_PART}`;
const MOST_CHARS = 5;
const QUOTED_BYTES = 64;
const KEPT_BYTES = 65_536;

/** How an app may say it; the cut falls into each of them. */
const FORMS = {
  plain: SECRET,
  hex: Buffer.from(SECRET).toString('hex'),
  base64: Buffer.from(`user:${SECRET}`).toString('base64'),
  'with every character escaped': [...SECRET].map((c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`).join(''),
};

let target: BadTarget;
let harness: Harness;
beforeAll(async () => {
  target = await BadTarget.start();
  harness = await startHarness({ accounts: { securepayapi: { keys: { secretKey: SECRET } } } });
  await callControl(harness, 'PATCH', '/accounts/securepayapi', { webhookUrls: [target.url('/')], retryScheduleMs: [] });
});
afterAll(async () => {
  await harness.close();
  await target.close();
});

let known = 0;
beforeEach(() => {
  known = harness.engine.log.newestSeq;
});

async function readNew(): Promise<string> {
  const lines: string[] = [];
  for await (const part of harness.engine.log.read(known)) lines.push(...part);
  return lines.join('\n');
}

/** How much of a text's beginning stands in another one, in characters. */
function longestStart(of: string, within: string): number {
  let chars = 0;
  while (chars < of.length && within.includes(of.slice(0, chars + 1))) chars++;
  return chars;
}

function expectNoStart(log: string): void {
  expect(longestStart(SECRET_PART, log), 'plain').toBeLessThanOrEqual(MOST_CHARS);
  // A digit of hex is half a character; of base64 three quarters of one.
  expect(longestStart(Buffer.from(SECRET).toString('hex'), log), 'hex').toBeLessThanOrEqual(26);
  const base64 = Buffer.from(`user:${SECRET}`).toString('base64');
  expect(longestStart(base64.slice(8), log), 'base64').toBeLessThanOrEqual(14);
  expect(longestStart(FORMS['with every character escaped'], log), 'escaped').toBeLessThanOrEqual(66);
}

async function payWith(behaviour: Behaviour): Promise<string> {
  target.next(behaviour);
  const reply = await fetch(`${harness.url}/securepayapi/api/v1/payment-intents`, {
    method: 'POST',
    headers: { authorization: `Bearer ${SECRET}`, 'content-type': 'application/json' },
    body: '{"amount":2000,"currency":"USD"}',
  });
  const { id } = (await reply.json()) as { id: string };
  await callControl(harness, 'POST', `/payments/${id}/customer`, { action: 'pay', method: 'card' });
  await harness.engine.activity.whenIdle();
  return id;
}

test.each(Object.entries(FORMS))(
  'SEC-13 of a key in an answer that is not HTTP the quote of its first bytes shows nothing: %s',
  async (_title, form) => {
    for (const shown of [12, 20, 29, 41, 50]) {
      const start = Math.max(1, QUOTED_BYTES - shown);
      await payWith(rawThenClose(`${'G'.repeat(start)}${form}zzz\r\n\r\n`));
    }
    const log = await readNew();
    expect(log).toContain('answered something that is not HTTP');
    expectNoStart(log);
  },
);

test.each(Object.entries(FORMS))('SEC-13 nor does the end of a body that is cut after 64 KiB: %s', async (_title, form) => {
  const cuts = [12, 20, 40, form.length - 1].filter((shown) => shown < form.length);
  for (const shown of cuts) await payWith(answer(500, { body: 'a'.repeat(KEPT_BYTES - shown) + form + 'b'.repeat(1_000) }));
  const log = await readNew();
  expect(log.match(/"isCut":true/g)?.length).toBeGreaterThanOrEqual(cuts.length);
  expectNoStart(log);
});

test('SEC-13 nor does a body that the app itself cuts off', async () => {
  await payWith(rawThenReset(`HTTP/1.1 500 X\r\nContent-Length: 500\r\n\r\nkey: ${SECRET.slice(0, 20)}`));
  const log = await readNew();
  expect(log).toContain('key: ');
  expectNoStart(log);
});

test('SEC-13 nor what a resent delivery is answered, or a page that the customer comes to', async () => {
  const id = await payWith(answer(204));
  const delivery = (await readPayment(harness, id)).events[0]?.deliveries[0];
  const garbage = rawThenClose(`${'G'.repeat(QUOTED_BYTES - 20)}${SECRET}zzz\r\n\r\n`);
  const long = answer(500, { body: 'a'.repeat(KEPT_BYTES - 20) + SECRET + 'b'.repeat(1_000) });
  const titled = answer(200, {
    headers: [['Content-Type', 'text/html']],
    body: `<title>${'t'.repeat(180)}${SECRET}</title>`,
  });
  for (const behaviour of [garbage, long]) {
    target.next(behaviour);
    await callControl(harness, 'POST', `/deliveries/${delivery?.id}/resend`, { signing: 'fresh' });
  }
  for (const behaviour of [garbage, long, titled]) {
    target.next(behaviour);
    await callControl(harness, 'POST', `/payments/${id}/visits`, { url: target.url('/back') });
  }
  expectNoStart(await readNew());
});

test('SEC-13 nor what a built-in receiver takes', async () => {
  const body = 'a'.repeat(KEPT_BYTES - 20) + SECRET + 'b'.repeat(1_000);
  await fetch(`${harness.url}/_paystage/bin/x`, { method: 'POST', body });
  const log = await readNew();
  expect(log).toContain(`"sizeBytes":${body.length},"isCut":true`);
  expectNoStart(log);
});

test('SEC-13 a sentence that quotes what was sent, and cuts it, shows no part of a key that could be of use', async () => {
  const told: string[] = [];
  const other = await startHarness({
    accounts: { securepayapi: { keys: { secretKey: SECRET } } },
    onNotice: ({ message }) => told.push(message),
  });
  for (const shown of [15, 25, 41, 42]) {
    await sendRaw(other.url, ['GET / HTTP/1.1', `Host: ${'h'.repeat(200 - shown)}${SECRET}`]);
    await sendRaw(other.url, [`GET http://attacker.test/${'h'.repeat(200 - 21 - shown)}${SECRET} HTTP/1.1`, 'Host: localhost']);
  }
  await other.close();
  expect(told).toHaveLength(8);
  expect(told.join()).toContain('hhhh');
  expect(longestStart(SECRET_PART, told.join())).toBeLessThanOrEqual(10);
});
