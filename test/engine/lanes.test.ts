import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { PaymentView } from '../../server/http/control/replies.js';
import type { Harness, LogRecord } from '../../server/index.js';
import { callControl, startHarness } from '../support/harness.js';
import { createIntentIn, type OpenLane, openLane } from '../support/lanes.js';
import { createReceiver, type Receiver } from '../support/receiver.js';

let receiver: Receiver;

beforeEach(async () => {
  receiver = await createReceiver();
});
afterEach(() => receiver.close());

const sendTo = (...webhookUrls: string[]) => ({ accounts: { securepayapi: { settings: { webhookUrls } } } });
const pay = (lane: OpenLane, id: string) => lane.call('POST', `/payments/${id}/customer`, { action: 'pay' });

/** Everything in the log, also of lanes that are no more. */
async function readLog(harness: Harness): Promise<LogRecord[]> {
  const records: LogRecord[] = [];
  for await (const lines of harness.engine.log.read(0)) records.push(...lines.map((line) => JSON.parse(line) as LogRecord));
  return records;
}

test('disposing of a lane with 20 attempts under way ends all of it at once and leaves nothing behind', async () => {
  const harness = await startHarness();
  const lane = await openLane(harness, { ...sendTo(receiver.url), name: 'busy' });
  const bystander = await openLane(harness, sendTo(`${receiver.url}/calm`));
  receiver.replyWith(({ url }) => (url === '/calm' ? {} : new Promise(() => {})));
  const ids = await Promise.all(Array.from({ length: 20 }, () => createIntentIn(lane)));
  await Promise.all(ids.map((id) => pay(lane, id)));
  await receiver.waitForRequests(16);
  const kept = await createIntentIn(bystander);
  expect(harness.engine.activity.running).toBe(20);

  await lane.dispose();
  await harness.engine.activity.whenIdle();
  const records = (await readLog(harness)).filter((record) => record.lane === 'busy');
  expect(records.at(-1)?.type).toBe('lane.disposed');
  const ended = records.filter((record) => record.type === 'attempt.finished');
  expect(ended).toHaveLength(records.filter(({ type }) => type === 'attempt.started').length);
  expect(ended).toHaveLength(16);
  for (const record of ended) expect(record).toMatchObject({ code: 'interrupted', nextAttemptAt: null });
  // Its keys stop working, and what a browser still has open leads nowhere.
  await expect(createIntentIn(lane)).rejects.toThrow(/^401/);
  expect([...harness.engine.state.payments.keys()]).toEqual([kept]);
  expect(harness.engine.accounts.list().map((account) => account.lane)).not.toContain('busy');
  await pay(bystander, kept);
  expect(await bystander.call('POST', '/idle', {})).toMatchObject({ isIdle: true });
  // Nothing is left that the end of the harness would wait for.
  expect(harness.engine.activity.running).toBe(0);
  await harness.close();
});

test('a browser that is held in a lane gets its answer when the lane is disposed', async () => {
  const harness = await startHarness();
  const lane = await openLane(harness, {
    accounts: { secpaid: { settings: { paymentEndpoints: [receiver.url], callbackUrls: [`${receiver.url}/back`] } } },
  });
  const { env, name } = lane.view;
  const link = await fetch(`${env.SECPAID_BASE_URL}/api/v2/createLink`, {
    method: 'POST',
    headers: { token: env.SECPAID_TOKEN ?? '' },
    body: new URLSearchParams({ amount: '42.50' }),
  });
  const { id } = ((await link.json()) as { data: { id: number } }).data;
  await lane.call('POST', '/holds', { target: 'redirect' });
  const page = (await lane.call<PaymentView>('GET', `/payments/${id}`)).checkoutUrl ?? '';
  const answer = payInBrowser(page);
  while (harness.engine.holds.listHeld(name).length === 0) await new Promise((resume) => setTimeout(resume, 5));
  await lane.dispose();
  const reply = await answer;
  expect([reply.status, reply.headers.get('location')?.startsWith(`${receiver.url}/back`)]).toEqual([302, true]);
  const types = (await readLog(harness)).filter((record) => record.lane === name).map(({ type }) => type);
  expect(types).toContain('redirect.released');
  expect(types.at(-1)).toBe('lane.disposed');
  await harness.close();
});

/** What a browser does on the pay page: reads the form and sends it. */
async function payInBrowser(page: string): Promise<Response> {
  const html = await (await fetch(page)).text();
  const fields = new URLSearchParams({ action: 'pay-card' });
  for (const [, name, value] of html.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g))
    fields.set(name ?? '', value ?? '');
  const action = /<form[^>]* action="([^"]*)"/.exec(html)?.[1] ?? '';
  return fetch(new URL(action, page), { method: 'POST', redirect: 'manual', body: fields });
}

test('a move of a lane’s clock ends when the lane is disposed, though its target never answers', async () => {
  const harness = await startHarness();
  receiver.replyWith(() => new Promise(() => {}));
  const lane = await openLane(harness, { ...sendTo(receiver.url), clock: 'simulated' });
  await pay(lane, await createIntentIn(lane));
  const move = lane.call('POST', '/clock', { advanceMs: 86_400_000 });
  await receiver.waitForRequests(1);
  await lane.dispose();
  await expect(move).rejects.toThrow(/unknown_lane/);
  await harness.close();
});

test('what lanes left in a data folder is gone after a restart, and the default lane goes on at its own time', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'paystage-lanes-'));
  const first = await startHarness({ dataDir });
  receiver.replyWith({ status: 500 });
  const lane = await openLane(first, {
    ...sendTo(receiver.url),
    name: 'left',
    clock: { startAt: '2031-01-01T00:00:00Z', speed: 0 },
  });
  const idle = await openLane(first, { name: 'idle' });
  await pay(lane, await createIntentIn(lane));
  await lane.call('POST', '/holds', { target: 'redirect' });
  await lane.call('POST', '/idle', {});
  await first.close();

  const requestsBefore = receiver.requests.length;
  const second = await startHarness({ dataDir });
  expect(second.engine.state.payments.size + second.engine.state.holds.size + second.engine.state.lanes.size).toBe(0);
  expect(second.engine.lanes.list().map(({ name }) => name)).toEqual(['default']);
  expect(second.engine.accounts.list()).toHaveLength(2);
  const disposed = (await readLog(second)).filter(({ type }) => type === 'lane.disposed');
  expect(disposed.map((record) => record.lane).sort()).toEqual(['idle', 'left']);
  // The lane's clock was years ahead; the stage's never was.
  expect(Math.abs(second.engine.nowMs() - Date.now())).toBeLessThan(60_000);
  expect(receiver.requests.length).toBe(requestsBefore);
  // The name is free again, with other keys.
  const again = await openLane(second, { name: 'idle' });
  expect(again.view.env.SECPAID_TOKEN).not.toBe(idle.view.env.SECPAID_TOKEN);
  await second.close();
  const third = await startHarness({ dataDir });
  expect((await readLog(third)).filter(({ type }) => type === 'lane.disposed')).toHaveLength(3);
  await third.close();
  await rm(dataDir, { recursive: true });
});

/** Several payments, endpoints that race, refusals, retries, a callback and a day of waiting. */
async function playRepeatable(port: number, delaysMs: readonly number[]): Promise<{ port: number; lines: string[] }> {
  const harness = await startHarness({ port });
  let count = 0;
  receiver.replyWith(({ url }) => {
    const delayMs = delaysMs[count++ % delaysMs.length] ?? 0;
    return { status: url === '/b' ? 500 : 204, delayMs };
  });
  const lane = await openLane(harness, {
    seed: 'blue',
    clock: 'simulated',
    accounts: {
      securepayapi: { settings: { webhookUrls: [`${receiver.url}/a`, `${receiver.url}/b`], retryScheduleMs: [1_000, 60_000] } },
      secpaid: {
        settings: { paymentEndpoints: [`${receiver.url}/c`], callbackUrls: [`${receiver.url}/d`, `${receiver.url}/e`] },
      },
    },
  });
  expect(lane.view.isRepeatable).toBe(true);
  // Calls from outside come in real time; whoever wants the same log again makes the next one when the lane has settled.
  for (let number = 0; number < 3; number++) {
    await pay(lane, await createIntentIn(lane, 1_000 + number));
    await lane.call('POST', '/idle', {});
  }
  await lane.call('POST', '/clock', { jumpTo: 'next-attempt' });
  const { paymentId } = await lane.call<{ paymentId: string }>('POST', '/accounts/secpaid/payments', { amount: 5 });
  await payInBrowser((await lane.call<PaymentView>('GET', `/payments/${paymentId}`)).checkoutUrl ?? '');
  await lane.call('POST', '/clock', { advanceMs: 86_400_000 });
  await lane.call('POST', '/idle', {});
  const lines: string[] = [];
  for await (const batch of harness.engine.log.read(0)) lines.push(...batch);
  const own = harness.address.port;
  await harness.close();
  return { port: own, lines };
}

test('T19 a repeatable lane that is played again writes the same log byte by byte, however the targets race', async () => {
  const first = await playRepeatable(0, [0, 25, 5]);
  expect(first.lines.filter((line) => line.includes('"attempt.finished"')).length).toBeGreaterThan(20);
  expect(first.lines.some((line) => line.includes('"callback.called"'))).toBe(true);
  for (const delays of [[30, 0, 10], [0]]) {
    const again = await playRepeatable(first.port, delays);
    const different = again.lines.findIndex((line, index) => line !== first.lines[index]);
    expect([different, again.lines[different], again.lines.length]).toEqual([-1, undefined, first.lines.length]);
  }
  for (const line of first.lines) expect(line).not.toMatch(/\["date",/i);
});

test('lanes of one seed side by side share neither keys nor ids, and a seed without a name gives the same name again', async () => {
  const harness = await startHarness();
  const one = await openLane(harness, { seed: 7, clock: 'simulated' });
  const two = await openLane(harness, { seed: 7, clock: 'simulated' });
  expect(one.view.name).not.toBe(two.view.name);
  expect(one.view.env.SECPAID_TOKEN).not.toBe(two.view.env.SECPAID_TOKEN);
  expect(await createIntentIn(one)).not.toBe(await createIntentIn(two));
  await one.dispose();
  const again = await openLane(harness, { seed: '7', clock: 'simulated' });
  expect(again.view).toEqual(one.view);
  await harness.close();
});

test('the limits of calls count per lane', async () => {
  const harness = await startHarness();
  const settings = { rateLimitPerMinute: 2, rateLimitScope: 'ip' };
  const lanes = await Promise.all([1, 2].map(() => openLane(harness, { accounts: { secpaid: { settings } } })));
  const call = async ({ view }: OpenLane) => {
    const headers = { token: view.env.SECPAID_TOKEN ?? '' };
    const reply = await fetch(`${view.env.SECPAID_BASE_URL}/api/v2/createLink`, {
      method: 'POST',
      headers,
      body: new URLSearchParams({ amount: '1' }),
    });
    return reply.status;
  };
  const statuses = [];
  for (const lane of lanes) for (let number = 0; number < 3; number++) statuses.push(await call(lane));
  expect(statuses).toEqual([200, 200, 429, 200, 200, 429]);
  await harness.close();
});

test('without a lane everything is as it was: the default one has its own clock and environment', async () => {
  const harness = await startHarness({ clock: { speed: 0, startMs: 0 } });
  await openLane(harness, { clock: 'simulated' });
  await callControl(harness, 'POST', '/clock', { advanceMs: 1_000 });
  expect([harness.engine.nowMs(), harness.engine.clock.nowMs()]).toEqual([1_000, 1_000]);
  expect(await callControl(harness, 'POST', '/lanes/default/clock', { advanceMs: 1_000 })).toMatchObject({
    now: '1970-01-01T00:00:02.000Z',
  });
  expect(harness.env.SECPAID_TOKEN).toBe(harness.engine.accounts.inLane('secpaid', 'default').keys.token);
  await harness.close();
});
