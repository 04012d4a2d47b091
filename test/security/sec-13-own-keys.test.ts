import { inspect } from 'node:util';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Harness } from '../../server/index.js';
import { answer, rawThenClose } from '../support/bad-behaviours.js';
import { BadTarget } from '../support/bad-target.js';
import { actAsCustomer, callControl, readPayment, startHarness } from '../support/harness.js';

/** The key that one payment brings along. */
const KEY = 'QwErTy0123456789QwErTy0123456789';

let target: BadTarget;
let harness: Harness;
beforeAll(async () => {
  target = await BadTarget.start();
  harness = await startHarness();
});
afterAll(async () => {
  await harness.close();
  await target.close();
});

let known = 0;
beforeEach(() => {
  known = harness.engine.log.newestSeq;
});

async function expectNoKey(...types: string[]): Promise<void> {
  const lines: string[] = [];
  for await (const part of harness.engine.log.read(known)) lines.push(...part);
  for (const type of types) expect(lines.join('\n')).toContain(`"type":"${type}"`);
  expect(lines.filter((line) => line.includes(KEY.slice(0, 16)) || line.includes(Buffer.from(KEY).toString('hex')))).toEqual([]);
}

async function callApi(path: string, fields: object, headers: Record<string, string> = {}) {
  const reply = await fetch(`${harness.url}/secpaid/api/v2${path}`, {
    method: 'POST',
    headers: { token: harness.env.SECPAID_TOKEN ?? '', 'content-type': 'application/json', ...headers },
    body: JSON.stringify(fields),
  });
  return (await reply.json()) as { data: { id: number } };
}

async function createLink(fields: object = {}, headers: Record<string, string> = {}): Promise<string> {
  const link = { amount: 20, is_encryption: 'true', encryption_key: KEY, payment_endpoint: target.url('/'), ...fields };
  return String((await callApi('/createLink', link, headers)).data.id);
}

async function pay(id: string): Promise<void> {
  await actAsCustomer(harness, id, { action: 'pay', method: 'card' });
  await harness.engine.activity.whenIdle();
}

test("SEC-13 a payment's own encryption key stands in nothing that an app answers about it", async () => {
  const hex = Buffer.from(KEY).toString('hex');
  for (const behaviour of [
    answer(200, { headers: [['X-Key', KEY]], body: `key ${KEY} and ${hex}` }),
    rawThenClose(`nothing like HTTP: ${KEY}\r\n\r\n`),
    answer(200, { body: 'a'.repeat(65_536 - 20) + KEY.repeat(4) }),
  ]) {
    target.next(behaviour);
    await pay(await createLink());
  }
  await expectNoKey('attempt.finished');
});

test('SEC-13 nor in what a resend, a copy, a background callback or a visit of it comes to', async () => {
  target.always(answer(200, { headers: [['Content-Type', 'text/html']], body: `<title>${KEY}</title>${KEY}` }));
  const id = await createLink({ callback_url: `${target.url('/back')},${target.url('/other')}` });
  await callControl(harness, 'POST', '/faults', { fault: 'duplicate', copies: 1 });
  await callControl(harness, 'POST', `/payments/${id}/visits`, { action: { action: 'pay', method: 'card' } });
  await harness.engine.activity.whenIdle();
  const delivery = (await readPayment(harness, id)).events[0]?.deliveries[0];
  await callControl(harness, 'POST', `/deliveries/${delivery?.id}/resend`, { signing: 'fresh' });
  await callControl(harness, 'POST', `/payments/${id}/visits`, { url: target.url('/other') });
  target.always(answer(204));
  await expectNoKey('attempt.finished', 'resend.finished', 'customer.visited', 'callback.called');
});

test('SEC-13 nor in the calls about it, the first one included', async () => {
  const id = await createLink({}, { 'x-my-key': KEY });
  await callApi('/deleteLink', { link_id: id }, { 'x-my-key': Buffer.from(KEY).toString('hex') });
  await expectNoKey('api.called');
});

test('SEC-13 a defect of the stage that quotes a key is told without it, in its stack and its cause too', async () => {
  const told: string[] = [];
  const other = await startHarness({
    onNotice: ({ message, detail }) => told.push(message, inspect(detail)),
  });
  const key = other.env.SECUREPAYAPI_SECRET_KEY ?? '';
  other.engine.whenDurable = () => Promise.reject(new Error(`lost ${key}`, { cause: new Error(`as ${key}`) }));
  await expect(callControl(other, 'PATCH', '/accounts/securepayapi', {})).rejects.toThrow(/500 .*internal/);
  await other.close();
  expect(told.join('\n')).toMatch(/A defect of Paystage.*Error: lost sp_secret_.* {4}at .*Error: as sp_secret_/s);
  expect(told.join('\n')).not.toContain(key);
});
