import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { FaultsView } from '../../server/http/control/fault-replies.js';
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

test('set a fault, see it listed, meet it, and see what can go wrong when none is left', async () => {
  const { paymentId } = JSON.parse((await run('create', 'secpaid', '--json')).out) as CreatedView;
  const id = paymentId ?? '';
  const set = await run('fault', 'duplicate', '--set', 'copies=2', '--payment', id, '--status', 'Success', '--attempt', '1');
  expect(set).toMatchObject({ code: 0, err: '' });
  expect(set.out).toContain(
    `fault “duplicate” is set: copies 2, isConcurrent false; for payment ${id}, status Success, attempt 1; once.`,
  );
  expect((await run('faults')).out).toMatch(/^Will go wrong\n {2}fault_\d+ {2}duplicate {2}copies 2/);
  await run('pay', id);
  await receiver.waitForRequests(3);
  await harness.engine.activity.whenIdle();
  const { out } = await run('faults');
  expect(out).toMatch(/^No fault is set/);
  expect(out).toMatch(/\n {2}duplicate +Webhook sent several times \(copies, isConcurrent\)\n/);
});

test('a fault for a time and several times, as JSON, then all of them ended', async () => {
  const { out } = await run(
    'fault',
    'api-error',
    '--set',
    'status=503',
    '--set',
    'seed=7',
    '--times',
    '3',
    '--for',
    '1m',
    '--json',
  );
  expect(JSON.parse(out)).toMatchObject({ fault: 'api-error', timesLeft: 3, spec: { status: 503, forMs: 60_000, seed: 7 } });
  expect((JSON.parse((await run('faults', '--json')).out) as FaultsView).faults).toHaveLength(1);
  expect((await run('faults', '--clear')).out).toBe('No fault is set any more.\n');
  expect(await run('faults')).toMatchObject({ out: expect.stringMatching(/^No fault is set\./) });
});

test('a fault for a time takes effect as often as it fits, as its help says', async () => {
  const { out } = await run('fault', 'api-error', '--for', '1m', '--json');
  expect(JSON.parse(out)).toMatchObject({ timesLeft: 1_000 });
  const help = (await runInProcess(['help', 'fault'])).out.replace(/\s+/g, ' ');
  expect(help).toMatch(/--times <number> how often; with --for as often as it fits, 1,000 times at most \(default: once\)/);
  expect(help).toMatch(/once, or with --for as often as it fits meanwhile/);
});

test('a call has no payment, as the help says', async () => {
  const { paymentId } = JSON.parse((await run('create', 'secpaid', '--json')).out) as CreatedView;
  const { code, err } = await run('fault', 'api-error', '--payment', paymentId ?? '');
  expect(code).toBe(2);
  expect(err).toMatch(/payment/);
  const help = (await runInProcess(['help', 'fault'])).out.replace(/\s+/g, ' ');
  expect(help).toContain('--payment <id> only for webhooks and redirects of this payment; calls (api-...) have none');
});

test('without a stage the faults that there are can be read all the same, and not be cleared', async () => {
  const nowhere = ['--data', '/nowhere/at/all'];
  const { code, out, err } = await runInProcess(['faults', ...nowhere]);
  expect(code).toBe(0);
  expect(out).toMatch(/^No fault is set\. What can go wrong.*\n {2}dropped/);
  expect(err).toContain('no stage runs');
  const { kinds } = JSON.parse((await runInProcess(['faults', '--json', ...nowhere])).out) as FaultsView;
  expect(kinds).toEqual((JSON.parse((await run('faults', '--json')).out) as FaultsView).kinds);
  expect((await runInProcess(['faults', '--clear', ...nowhere])).code).toBe(2);
});

test.each([
  [['fault', 'double'], /Did you mean "duplicate"/],
  [['fault', 'timeout'], /Did you mean "api-timeout"/],
  [['fault', 'xyzzy'], /The fault is one of [^\n]*\n$/],
  [['fault'], /Missing required argument/],
  [['fault', 'duplicat'], /Did you mean "duplicate"/],
  [['fault', 'duplicate', '--set', 'copis=2'], /Did you mean "copies"/],
  [['fault', 'duplicate', '--set', 'copies=none'], /copies/],
  [['fault', 'duplicate', '--times', '0'], /times/],
  [['fault', 'duplicate', '--for', 'soon'], /--for takes a time/],
  [['fault', 'duplicate', '--payment', 'nobody'], /There is no payment "nobody"/],
  [['fault', 'wrong-secret', '--provider', 'secpaid'], /does not sign/],
])('%j is refused in words', async (args, words) => {
  const { code, err } = await run(...args);
  expect(code).toBe(2);
  expect(err).toMatch(words);
});
