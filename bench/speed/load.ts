import { sharedNowMs } from './programs/answer-orders.js';
import type { Received } from './programs/receiver.js';
import type { Receiver, System } from './systems.js';
import { CONNECTIONS, WEBHOOKS_PER_PAYMENT } from './workload.js';

/** No further payment is begun after so long: a busy machine makes a burst smaller, not the run endless. */
const MAX_BURST_MS = 8_000;
/** Webhooks that are late by this much are lost. */
const PATIENCE_MS = 60_000;

export interface Burst extends Received {
  expected: number;
  webhooksPerSecond: number;
  callsPerSecond: number;
  cpuUsPerWebhook: number;
}

/** Makes so many payments as fast as they are taken, over 16 connections, for eight seconds at most, and waits for their last webhook. */
export async function runBurst(system: System, receiver: Receiver, payments: number): Promise<Burst> {
  await receiver.reset(system.secretKey);
  const before = await system.usage();
  const startMs = sharedNowMs();
  let next = 0;
  await Promise.all(
    Array.from({ length: CONNECTIONS }, async () => {
      while (next < payments && sharedNowMs() - startMs < MAX_BURST_MS) await makePayment(system, `order-${next++}`);
    }),
  );
  const expected = next * WEBHOOKS_PER_PAYMENT;
  const answeredMs = sharedNowMs();
  const received = await receiver.wait(expected, PATIENCE_MS);
  const after = await system.usage();
  return {
    ...received,
    expected,
    webhooksPerSecond: (received.webhooks / (received.lastAtMs - startMs)) * 1_000,
    callsPerSecond: ((next * system.calls.length) / (answeredMs - startMs)) * 1_000,
    cpuUsPerWebhook: (after.cpuUs - before.cpuUs) / received.webhooks,
  };
}

/** @returns how long each call took to be answered, ms, and when it began. */
export async function makePayment(system: System, externalid: string): Promise<{ atMs: number; answerMs: number }[]> {
  const times: { atMs: number; answerMs: number }[] = [];
  let id = '';
  for (const build of system.calls) {
    const atMs = sharedNowMs();
    const answer = (await system.call(build(id, externalid))) as { id?: string };
    times.push({ atMs, answerMs: sharedNowMs() - atMs });
    id ||= answer.id ?? '';
  }
  return times;
}
