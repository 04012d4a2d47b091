import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { HoldsView } from '../../server/http/control/hold-replies.js';
import type { CreatedView } from '../../server/http/control/provider-replies.js';
import type { Harness } from '../../server/index.js';
import { callControl, startHarness } from '../support/harness.js';
import { createReceiver, type Receiver } from '../support/receiver.js';
import { runInProcess } from './cli-runs.js';

let harness: Harness;
let receiver: Receiver;

const run = (...args: string[]) => runInProcess([...args, '--url', harness.url]);

beforeAll(async () => {
  receiver = await createReceiver();
  harness = await startHarness({ accounts: { secpaid: { settings: { paymentEndpoints: [receiver.url] } } } });
});
afterEach(async () => {
  await callControl(harness, 'POST', '/reset', {});
  receiver.clear();
});
afterAll(async () => {
  await harness.close();
  await receiver.close();
});

async function createPayment(): Promise<string> {
  const { out } = await run('create', 'secpaid', '--json');
  return (JSON.parse(out) as CreatedView).paymentId ?? '';
}

test('hold, pay and release by hand, each saying what is held and what to type next', async () => {
  const id = await createPayment();
  const set = await run('hold', 'webhook', '--payment', id);
  expect(set).toMatchObject({ code: 0, err: '', out: expect.stringContaining(`the next delivery of payment ${id} is held`) });
  await run('pay', id);
  const listed = await run('holds');
  expect(listed.out).toMatch(/Held, waiting for "paystage release <id>"\n +dlv_\S+ .*webhook "Success" to http/);
  expect((await run('payments', id)).out).toContain('pending, held (paystage release)');
  expect(receiver.requests).toEqual([]);

  const { held } = JSON.parse((await run('holds', '--json')).out) as HoldsView;
  const released = await run('release', held[0]?.id ?? '');
  expect(released).toMatchObject({ code: 0, out: `Released ${held[0]?.id}.\n` });
  await receiver.waitForRequests(1);
  expect((await run('holds')).out).toBe('Nothing is held, and nothing will be.\n');
});

test('hold --all goes on until it is cleared; release without an id lets everything go', async () => {
  await run('hold', 'webhook', '--all');
  for (const id of [await createPayment(), await createPayment()]) await run('pay', id);
  expect((await run('holds')).out).toContain('every delivery is held');
  expect((await run('release')).out).toMatch(/^Released 2\.\nWill be held\n/);
  await receiver.waitForRequests(2);
  expect((await run('holds', 'clear')).out).toBe('Nothing is held, and nothing will be.\n');
  expect((await run('release')).out).toBe('Nothing was held.\n');
});

test.each(['.', '..', ''])('"release %s" releases nothing, and no verb takes it for an id', async (wrong) => {
  const id = await createPayment();
  await run('hold', 'webhook');
  await run('pay', id);
  const words = wrong === '' ? 'An id is missing: it is empty.' : `"${wrong}" cannot be an id.`;
  const calls = [
    ['release', wrong],
    ['pay', wrong],
    ['pay', wrong, '--visit'],
    ['cancel', wrong],
    ['payments', wrong],
    ['redeliver', wrong],
    ['resend', wrong],
    ['record', wrong],
  ];
  for (const args of calls) {
    const { code, out, err } = await run(...args);
    expect({ args, code, out, err: err.split('\n')[0] }).toEqual({ args, code: 2, out: '', err: `error: ${words}` });
  }
  const { held } = JSON.parse((await run('holds', '--json')).out) as HoldsView;
  expect(held).toHaveLength(1);
  expect(receiver.requests).toEqual([]);
});

test.each([
  [['hold'], /Missing required argument/],
  [['hold', 'webhok'], /webhook, redirect.*\n.*Did you mean "webhook"/],
  [['hold', 'redirect', '--all', '--count', '2'], /contradict/],
  [['hold', 'redirect', '--count', '0'], /count/],
  [['holds', 'clean'], /Did you mean "clear"/],
  [['release', 'dlv_9_9'], /Nothing is held by the name "dlv_9_9"/],
  [['hold', 'webhook', '--payment', 'nobody'], /There is no payment "nobody"/],
])('%j is refused in words', async (args, words) => {
  const { code, err } = await run(...args);
  expect(code).toBe(2);
  expect(err).toMatch(words);
});
