import { sharedNowMs } from './programs/answer-orders.js';
import type { Received } from './programs/receiver.js';
import type { Receiver, System } from './systems.js';
import { CONNECTIONS, WEBHOOKS_PER_PAYMENT } from './workload.js';

/** Webhooks that are late by this much are lost. */
const PATIENCE_MS = 60_000;

export interface Burst extends Received {
  expected: number;
  webhooksPerSecond: number;
  callsPerSecond: number;
  cpuUsPerWebhook: number;
}

/** Makes so many payments as fast as they are taken, over 16 connections, and waits for their last webhook. */
export async function runBurst(system: System, receiver: Receiver, payments: number): Promise<Burst> {
  const expected = payments * WEBHOOKS_PER_PAYMENT;
  await receiver.reset(system.secretKey);
  const before = await system.usage();
  const startMs = sharedNowMs();
  let next = 0;
  await Promise.all(
    Array.from({ length: CONNECTIONS }, async () => {
      for (let number = next++; number < payments; number = next++) await makePayment(system, `order-${number}`);
    }),
  );
  const answeredMs = sharedNowMs();
  const received = await receiver.wait(expected, PATIENCE_MS);
  const after = await system.usage();
  return {
    ...received,
    expected,
    webhooksPerSecond: (received.webhooks / (received.lastAtMs - startMs)) * 1_000,
    callsPerSecond: ((payments * system.calls.length) / (answeredMs - startMs)) * 1_000,
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
