import { afterEach, beforeEach } from 'vitest';
import type { Harness, LogRecord } from '../../server/index.js';
import { BadTarget } from '../support/bad-target.js';
import { callControl, startHarness } from '../support/harness.js';
import { createReceiver, type Receiver } from '../support/receiver.js';

export const START_MS = Date.UTC(2026, 10, 2, 8);
/** Of every attempt, so that a fault which hangs is short, and a busy machine answers in time all the same. */
export const ATTEMPT_TIMEOUT_MS = 5_000;
/** Until the second attempt. */
export const RETRY_MS = 60_000;

export interface FaultStage {
  harness: Harness;
  /** An endpoint that misbehaves. */
  bad: BadTarget;
  /** An endpoint that does not. */
  good: Receiver;
}

/** For each test a stage whose clock stands still, with one payment endpoint that does wrong and one that does right. */
export function setUpFaultStage(): FaultStage {
  const stage = {} as FaultStage;
  const rejections: unknown[] = [];
  const noteRejection = (reason: unknown) => void rejections.push(reason);
  beforeEach(async () => {
    process.on('unhandledRejection', noteRejection);
    stage.bad = await BadTarget.start();
    stage.good = await createReceiver({ status: 200 });
    stage.harness = await startHarness({ clock: { speed: 0, startMs: START_MS } });
  });
  afterEach(async () => {
    await stage.harness.close();
    // Whatever the target did, nothing of ours is left at it.
    await stage.bad.waitUntilAlone();
    await stage.bad.close();
    await stage.good.close();
    process.off('unhandledRejection', noteRejection);
    if (rejections.length > 0) throw rejections[0];
  });
  return stage;
}

/** Pays a link that is announced to these endpoints, and waits until every first attempt is over. */
export async function announceTo(harness: Harness, ...paymentEndpoints: string[]): Promise<string> {
  const settings = { paymentEndpoints, attemptTimeoutMs: ATTEMPT_TIMEOUT_MS, retryScheduleMs: [RETRY_MS] };
  await callControl(harness, 'PATCH', '/accounts/secpaid', settings);
  const { paymentId } = await callControl<{ paymentId: string }>(harness, 'POST', '/accounts/secpaid/payments', {});
  await callControl(harness, 'POST', `/payments/${paymentId}/customer`, { action: 'pay' });
  await harness.engine.activity.whenIdle();
  return paymentId;
}

type Finished = Extract<LogRecord, { type: 'attempt.finished' }>;

/** What the log tells of every attempt so far. */
export async function readEnds(harness: Harness): Promise<Finished[]> {
  const ends: Finished[] = [];
  for await (const lines of harness.engine.log.read(0)) {
    for (const record of lines.map((line) => JSON.parse(line) as LogRecord))
      if (record.type === 'attempt.finished') ends.push(record);
  }
  return ends;
}
