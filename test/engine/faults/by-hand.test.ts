import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { actAsCustomer, callControl, readPayment } from '../../support/harness.js';
import type { ReceivedRequest } from '../../support/receiver.js';
import { prepareFaultStage, START_MS, statusOf } from './fault-stage.js';

const stage = prepareFaultStage();

/** Holds every answer to the event with this status until it is let go. */
function holdAnswers(status: string): { letGo(): void } {
  let letGo = () => {};
  const gate = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  stage.receiver.replyWith(async (request) => {
    if (statusOf(request) === status) await gate;
    return { status: 204 };
  });
  return { letGo: () => letGo() };
}

const isOf = (status: string) => (request: ReceivedRequest) => statusOf(request) === status;

async function deliveryOf(id: string, status: string) {
  const event = (await readPayment(stage.harness, id)).events.find((one) => one.status === status);
  const [delivery] = event?.deliveries ?? [];
  if (!delivery) throw new Error(`no delivery of ${status}`);
  return delivery;
}

const redeliver = async (id: string, status: string) =>
  callControl(stage.harness, 'POST', `/deliveries/${(await deliveryOf(id, status)).id}/redeliver`);

async function keepOnDisk(): Promise<{ dataDir: string }> {
  const dataDir = await mkdtemp(join(tmpdir(), 'paystage-by-hand-'));
  onTestFinished(() => rm(dataDir, { recursive: true, force: true }));
  await stage.restart({ dataDir });
  return { dataDir };
}

describe('an event that is redelivered by hand while it waits in its line', () => {
  test.each([
    ['nothing', null],
    ['dropped', { fault: 'dropped', when: { status: 'PAYING' } }],
    ['delayed', { fault: 'delayed', byMs: 500, when: { status: 'PAYING' } }],
    ['late', { fault: 'late', when: { status: 'PAYING' } }],
    ['burst', { fault: 'burst', size: 2, when: { status: 'PAYING' } }],
  ])('with %s set it stays acknowledged, and those behind it are sent', async (_name, spec) => {
    if (spec) await stage.set(spec);
    const { letGo } = holdAnswers('INIT');
    const id = await stage.createIntent();
    await actAsCustomer(stage.harness, id, { action: 'pay', card: 'frictionless' });
    await stage.receiver.waitFor(isOf('INIT'));
    await redeliver(id, 'PAYING');
    letGo();
    await stage.settle();
    await stage.advance(1_000);
    expect(stage.signed.map(statusOf)).toEqual(['INIT', 'PAYING', 'SUCCEEDED']);
    expect((await deliveryOf(id, 'PAYING')).status).toBe('acknowledged');
    expect((await stage.list()).keptBack).toEqual([]);
    expect(await stage.uses()).toEqual([]);
  });
});

test('what a burst has collected and somebody redelivers is not let go a second time, nor counted', async () => {
  await stage.set({ fault: 'burst', size: 3, withinMs: 5_000, when: { provider: 'secpaid' } });
  const first = await stage.payLink();
  const second = await stage.payLink();
  for (const id of [first, second]) await redeliver(id, (await readPayment(stage.harness, id)).events[0]?.status ?? '');
  await stage.advance(5_000);
  expect(stage.unsigned).toHaveLength(2);
  expect(await stage.uses()).toEqual([]);
  for (const id of [first, second]) expect((await stage.attempts(id)).map(({ faults }) => faults)).toEqual([undefined]);
});

test('a jump to the next attempt goes to the one that a fault keeps back until then', async () => {
  await stage.set({ fault: 'delayed', byMs: 30_000, when: { provider: 'secpaid' } });
  await stage.payLink();
  expect(stage.unsigned).toEqual([]);
  await callControl(stage.harness, 'POST', '/clock', { jumpTo: 'next-attempt' });
  expect(stage.unsigned).toHaveLength(1);
  expect(stage.harness.engine.nowMs()).toBe(START_MS + 30_000);
});

describe('after a restart', () => {
  test('by strict order an event goes on waiting for the one before it, which goes on by its schedule', async () => {
    const { dataDir } = await keepOnDisk();
    await callControl(stage.harness, 'PATCH', '/accounts/securepayapi', { order: 'strict' });
    stage.receiver.replyWith({ status: 500 });
    await stage.payIntent();
    expect(stage.signed.map(statusOf)).toEqual(['INIT']);
    await stage.restart({ dataDir });
    stage.receiver.replyWith({ status: 204 });
    await stage.settle();
    expect(stage.signed.map(statusOf)).toEqual(['INIT']);
    await stage.advance(1_000);
    expect(stage.signed.map(statusOf)).toEqual(['INIT', 'INIT', 'PAYING', 'SUCCEEDED']);
  });

  test('events wait for one that is held, also when somebody has tried it by hand', async () => {
    const { dataDir } = await keepOnDisk();
    const id = await stage.createIntent();
    await callControl(stage.harness, 'POST', '/holds', { target: 'delivery', paymentId: id });
    await actAsCustomer(stage.harness, id, { action: 'pay', card: 'frictionless' });
    await stage.settle();
    stage.receiver.replyWith({ status: 500 });
    await redeliver(id, 'INIT');
    await stage.restart({ dataDir });
    stage.receiver.replyWith({ status: 204 });
    await stage.settle();
    expect(stage.signed.map(statusOf)).toEqual(['INIT']);
    await callControl(stage.harness, 'POST', '/held/release');
    await stage.settle();
    expect(stage.signed.map(statusOf)).toEqual(['INIT', 'INIT', 'PAYING', 'SUCCEEDED']);
  });

  test('an attempt by hand that was cut off leaves the schedule as it was', async () => {
    const { dataDir } = await keepOnDisk();
    stage.receiver.replyWith({ status: 500 });
    const id = await stage.payLink();
    stage.receiver.replyWith(() => new Promise(() => {}));
    const status = (await readPayment(stage.harness, id)).events[0]?.status ?? '';
    const cut = redeliver(id, status).catch(() => {});
    await stage.receiver.waitForRequests(2);
    await stage.restart({ dataDir });
    await cut;
    stage.receiver.replyWith({ status: 200 });
    await stage.settle();
    expect(stage.unsigned).toHaveLength(2);
    expect((await deliveryOf(id, status)).nextAttemptAt).toBe(new Date(START_MS + 1_000).toISOString());
    await stage.advance(1_000);
    expect(stage.unsigned).toHaveLength(3);
  });
});

describe('while the clock runs', () => {
  const running = prepareFaultStage({
    clock: { speed: 1, startMs: START_MS },
    accounts: { secpaid: { settings: { retryScheduleMs: [3_600_000, 3_600_000, 3_600_000] } } },
  });

  test('an attempt by hand that outlasts a scheduled one leaves the schedule as that one has set it', async () => {
    const { harness, receiver } = running;
    let letGo = () => {};
    const gate = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    let count = 0;
    receiver.replyWith(async () => {
      if (++count === 2) await gate;
      return { status: 500 };
    });
    const id = await running.createLink();
    await actAsCustomer(harness, id, { action: 'pay' });
    await receiver.waitForRequests(1);
    const [event] = (await readPayment(harness, id)).events;
    const manual = callControl(harness, 'POST', `/deliveries/${event?.deliveries[0]?.id}/redeliver`);
    await receiver.waitForRequests(2);
    const moved = harness.engine.clock.advance(3_600_000, () => Promise.resolve());
    await receiver.waitForRequests(3);
    await moved;
    await expect.poll(async () => (await running.attempts(id)).length).toBe(2);
    letGo();
    await manual;
    const ends = await running.attempts(id);
    const last = ends.find(({ trigger }) => trigger === 'manual');
    expect(last?.sentence).toMatch(/the schedule goes on in (1 h|59 min|60 min)/);
    const { nextAttemptAt } = (await readPayment(harness, id)).events[0]?.deliveries[0] ?? {};
    expect(Date.parse(nextAttemptAt ?? '')).toBeGreaterThan(harness.engine.nowMs() + 3_000_000);
  });
});

test('what is redelivered while everything is forgotten is told to be gone', async () => {
  const id = await stage.payLink();
  const { id: deliveryId } = (await readPayment(stage.harness, id)).events[0]?.deliveries[0] ?? { id: '' };
  stage.receiver.replyWith(() => new Promise(() => {}));
  const refused = callControl(stage.harness, 'POST', `/deliveries/${deliveryId}/redeliver`).catch(String);
  await stage.receiver.waitForRequests(2);
  await callControl(stage.harness, 'POST', '/reset');
  expect(await refused).toMatch(/404.*unknown_delivery.*was forgotten before an answer came/);
});
