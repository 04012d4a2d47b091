import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Harness } from '../../server/index.js';
import { actAsCustomer, callControl, readPayment, startHarness } from '../support/harness.js';
import { createReceiver, type Receiver } from '../support/receiver.js';
import { START_MS } from './fault-target.js';

const HOUR_MS = 3_600_000;
let harness: Harness;
let app: Receiver;

/** Only the wall clock is taken in hand: it runs as the real one does, this far from its start. Timers, sockets and the monotonic clock are real. */
let shiftMs: number;
let notices: string[];
beforeEach(async () => {
  [notices, shiftMs] = [[], 0];
  const begunMs = performance.now();
  vi.spyOn(Date, 'now').mockImplementation(() => Math.floor(START_MS + shiftMs + performance.now() - begunMs));
  app = await createReceiver({ status: 503 });
  harness = await startHarness({ onNotice: ({ level, message }) => notices.push(`${level}: ${message}`) });
  const settings = { webhookUrls: [app.url], retryScheduleMs: Array(20).fill(60_000) };
  await callControl(harness, 'PATCH', '/accounts/securepayapi', settings);
});
afterEach(async () => {
  vi.restoreAllMocks();
  await harness.close();
  await app.close();
});

async function payOne(): Promise<string> {
  const { paymentId } = await callControl<{ paymentId: string }>(harness, 'POST', '/accounts/securepayapi/payments', {});
  await actAsCustomer(harness, paymentId, { action: 'pay' });
  await harness.engine.activity.whenIdle();
  return paymentId;
}

/** What the clock does by itself at least every 30 s: look whether the machine slept, and set its alarm anew. */
function letClockLook(): void {
  harness.engine.clock.setSpeed(1);
}

test('C4 after eight hours of sleep each overdue attempt is made once, however many were missed, with a timestamp of now', async () => {
  const id = await payOne();
  expect(app.requests).toHaveLength(3);
  shiftMs = 8 * HOUR_MS;
  letClockLook();
  await app.waitForRequests(6);
  await harness.engine.activity.whenIdle();
  expect(app.requests).toHaveLength(6);
  for (const request of app.requests.slice(3)) {
    expect(Number(request.header('x-timestamp')) * 1_000).toBeGreaterThanOrEqual(START_MS + 8 * HOUR_MS - 1_000);
  }
  const { events } = await readPayment(harness, id);
  for (const { deliveries } of events) {
    expect(deliveries[0]?.attempts.map(({ number }) => number)).toEqual([1, 2]);
    expect(Date.parse(deliveries[0]?.nextAttemptAt ?? '')).toBeGreaterThan(START_MS + 8 * HOUR_MS);
  }
});

test.each([-24, 24])(
  'C4 a wall clock that is set by %i hours and back causes no burst, and time never goes back',
  async (hours) => {
    await payOne();
    const before = harness.engine.nowMs();
    shiftMs = hours * HOUR_MS;
    letClockLook();
    shiftMs = 0;
    letClockLook();
    await harness.engine.activity.whenIdle();
    const id = await payOne();
    // The three of the first payment, once more at most, and the three of the second.
    await app.waitFor(({ event }) => event === `${id} SUCCEEDED`);
    expect(app.requests.length).toBeLessThanOrEqual(9);
    expect(harness.engine.nowMs()).toBeGreaterThanOrEqual(before);
  },
);

async function readNotices(): Promise<{ level: string; code: string; message: string; hint: string }[]> {
  const { records } = await callControl<{ records: [] }>(harness, 'GET', '/records?type=harness.notice');
  return records;
}

test('C4 a clock that was set back is told once, with how far timestamps are ahead of it and what brings them back', async () => {
  await payOne();
  shiftMs = -2 * HOUR_MS;
  await payOne();
  await payOne();
  const [told, ...more] = await readNotices();
  expect(more).toEqual([]);
  expect(told).toMatchObject({ level: 'warning', code: 'clock_moved' });
  expect(told?.message).toMatch(/set back by 2 h\. .*timestamps are ahead/);
  expect(told?.hint).toContain('paystage clock real');
  expect(notices).toEqual([`warning: ${told?.message}`]);
  const before = app.requests.length;
  await callControl(harness, 'POST', '/clock', { realTime: true });
  await payOne();
  expect(Number(app.requests.at(before)?.header('x-timestamp')) * 1_000).toBeLessThan(START_MS - HOUR_MS);
  shiftMs = -3 * HOUR_MS;
  letClockLook();
  await expect.poll(readNotices).toHaveLength(2);
});

test('C4 a clock that went on by itself is told once, a second of drift and a move by hand are not', async () => {
  shiftMs = 1_500;
  await payOne();
  await callControl(harness, 'POST', '/clock', { advanceMs: 3 * HOUR_MS });
  await payOne();
  expect(await readNotices()).toEqual([]);
  shiftMs = 8 * HOUR_MS;
  await payOne();
  await payOne();
  const [told, ...more] = await readNotices();
  expect(more).toEqual([]);
  expect(told?.message).toMatch(/went on by 8 h at once: .* The stage follows it/);
  expect(notices).toEqual([`warning: ${told?.message}`]);
});
