import { setTimeout as sleep } from 'node:timers/promises';
import type { LogRecord } from '../../server/protocol/records.js';
import { makePayment } from './load.js';
import { sharedNowMs } from './programs/answer-orders.js';
import { quantile } from './statistics.js';
import type { Receiver, System } from './systems.js';
import type { Watchers } from './watchers.js';
import { WEBHOOKS_PER_PAYMENT } from './workload.js';

const PAYMENTS_PER_SECOND = 40;
const PATIENCE_MS = 20_000;

export interface Spread {
  p50Ms: number;
  p99Ms: number;
}

/** Latencies at a pace that leaves every system time to breathe. */
export interface Steady {
  payments: number;
  lost: number;
  /** From a call to its answer. */
  answer: Spread;
  /** From the card's call to the first byte of its first webhook, as the receiver has it. */
  firstWebhook: Spread;
  /** From the last call of a payment to its last webhook. */
  lastWebhook: Spread;
  /** From the record of a status to the beginning of its attempt, by the product's own records. */
  toAttempt?: Spread;
  /** From the record of a status to the acknowledgement. */
  toAcknowledged?: Spread;
}

/** Starts 40 payments a second, whether or not the ones before are done. */
export async function runSteady(system: System, receiver: Receiver, seconds: number, page: Watchers | null): Promise<Steady> {
  const payments = Math.max(1, Math.round(seconds * PAYMENTS_PER_SECOND));
  await receiver.reset(system.secretKey);
  page?.startKeeping();
  const startMs = sharedNowMs();
  const running: Promise<{ atMs: number; answerMs: number }[]>[] = [];
  for (let number = 0; number < payments; number++) {
    const waitMs = startMs + (number * 1_000) / PAYMENTS_PER_SECOND - sharedNowMs();
    if (waitMs > 0) await sleep(waitMs);
    running.push(makePayment(system, `steady-${number}`));
  }
  const calls = await Promise.all(running);
  const expected = payments * WEBHOOKS_PER_PAYMENT;
  const received = await receiver.wait(expected, PATIENCE_MS);
  const arrivals = await receiver.arrivals();
  const firsts: number[] = [];
  const lasts: number[] = [];
  for (const [number, times] of calls.entries()) {
    const atMs = arrivals[`steady-${number}`] ?? [];
    firsts.push((atMs[0] ?? Number.NaN) - (times[1]?.atMs ?? Number.NaN));
    lasts.push((atMs[WEBHOOKS_PER_PAYMENT - 1] ?? Number.NaN) - (times.at(-1)?.atMs ?? Number.NaN));
  }
  const own = page === null ? {} : readRecords(await page.takeKept(expected));
  return {
    payments,
    lost: expected - received.webhooks,
    answer: spread(calls.flatMap((times) => times.map(({ answerMs }) => answerMs))),
    firstWebhook: spread(firsts),
    lastWebhook: spread(lasts),
    ...own,
  };
}

function spread(values: readonly number[]): Spread {
  return { p50Ms: quantile(values, 0.5), p99Ms: quantile(values, 0.99) };
}

function readRecords(records: readonly LogRecord[]): Pick<Steady, 'toAttempt' | 'toAcknowledged'> {
  const announcedMs = new Map<string, number>();
  const begun: number[] = [];
  const acknowledged: number[] = [];
  for (const record of records) {
    if (record.type === 'event.announced') announcedMs.set(record.eventId, Date.parse(record.at));
    if (record.type !== 'attempt.started' && record.type !== 'attempt.finished') continue;
    const fromMs = announcedMs.get(record.eventId);
    if (fromMs === undefined) continue;
    (record.type === 'attempt.started' ? begun : acknowledged).push(Date.parse(record.at) - fromMs);
  }
  return { toAttempt: spread(begun), toAcknowledged: spread(acknowledged) };
}
