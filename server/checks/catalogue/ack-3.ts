import { setTimeout as sleep } from 'node:timers/promises';
import type { ApiCalled, RecordHead } from '../../protocol/records.js';
import { acknowledgeFirstAdvice } from '../advice/trust.js';
import type { Check, Finding } from '../check.js';
import type { Exam } from '../exam/exam.js';
import type { Order } from '../exam/order.js';
import { isBlurred, type Sent, sayAnswer } from '../exam/sent.js';
import { findLookupObstacle } from './obstacles.js';

/** The provider's answer is held for longer than any app may take. */
const HOLD_MS = 8_000;
const FAST_MS = 1_000;
const BEARABLE_MS = 5_000;
const FAULT = 'api-timeout';
/** An app that asks by itself about every open order makes many. */
const MANY_CALLS = 1_000;
const LOOK_EVERY_MS = 100;
/** A measurement that was held up on our side is made again. */
const TRIES = 3;

export const ack3: Check = {
  id: 'ACK-3',
  title: 'Events are acknowledged before the work',
  severity: 'high',
  advice: acknowledgeFirstAdvice,
  findObstacle: findLookupObstacle,
  // While it runs, nobody in the lane gets an answer from that call.
  isAlone: true,
  run: judgeAcknowledging,
};

async function judgeAcknowledging(exam: Exam): Promise<Finding> {
  const route = exam.profile.lookup?.route ?? '';
  const { evidence: before } = await exam.control('before');
  // First of all: an app that asks by itself would know by the time of the event, and have nothing left to ask.
  const fault = await exam.lane.faults.set({
    fault: FAULT,
    afterMs: HOLD_MS,
    times: MANY_CALLS,
    when: { provider: exam.provider.name, route },
  });
  let held: (RecordHead & ApiCalled) | undefined;
  let sent: Sent;
  let tries = 0;
  try {
    do {
      const order = await exam.order();
      const genuine = await order.pay();
      const startMs = performance.now();
      sent = await order.send(genuine, `a valid event while ${route} does not answer`, { timeoutMs: BEARABLE_MS });
      // Also lets the app come to rest before anything else is asked of it.
      held = await waitForHeld(order, before.seq ?? 0, startMs);
      tries++;
    } while (isBlurred(sent, FAST_MS) && tries < TRIES);
  } finally {
    await fault.clear();
  }
  const latencyMs = Math.round(sent.latencyMs);
  const evidence = [
    before,
    {
      name: sent.name,
      seq: sent.seq,
      expected: `acknowledged within ${FAST_MS} ms`,
      seen: sent.isTaken ? `${sent.status} after ${latencyMs} ms` : `${sayAnswer(sent)} after ${latencyMs} ms`,
      isMet: isBlurred(sent, FAST_MS) ? null : sent.isTaken && latencyMs <= FAST_MS,
    },
    {
      name: `a call of ${route} that got no answer`,
      seq: held?.seq ?? null,
      expected: 'the app asks',
      seen: held ? 'it asked' : 'it did not ask',
      isMet: held !== undefined,
    },
  ];
  if (isBlurred(sent, FAST_MS)) {
    return {
      verdict: 'inconclusive',
      sentence: `While ${route} gave no answer, a valid event got ${sayAnswer(sent)} after ${latencyMs} ms, but the checks themselves were held up meanwhile, so it cannot be told how long the app took; run them again when this machine has less to do.`,
      evidence,
    };
  }
  if (!sent.isTaken) {
    return {
      verdict: 'fail',
      sentence: `While ${route} gave no answer, the app did not acknowledge a valid event (${sayAnswer(sent)} after ${latencyMs} ms).`,
      evidence,
    };
  }
  if (!held) {
    return {
      verdict: 'inconclusive',
      sentence: `The app acknowledged after ${latencyMs} ms, but it did not call ${route} meanwhile, so nothing kept it waiting.`,
      evidence,
    };
  }
  if (latencyMs > FAST_MS) {
    return {
      verdict: 'warn',
      sentence: `While ${route} gave no answer, the app took ${latencyMs} ms to acknowledge a valid event; acknowledge first, ask afterwards.`,
      evidence,
    };
  }
  return {
    verdict: 'pass',
    sentence: `While ${route} gave no answer, the app acknowledged a valid event after ${latencyMs} ms.`,
    evidence,
  };
}

/** The record of a held call is written when it ends: when the app hangs up, or when the hold is over. */
async function waitForHeld(order: Order, after: number, startMs: number): Promise<(RecordHead & ApiCalled) | undefined> {
  const limitMs = HOLD_MS + 2_000;
  for (;;) {
    const held = (await order.lookups(after)).find(({ faults }) => faults?.includes(FAULT));
    if (held || performance.now() - startMs > limitMs) return held;
    await sleep(LOOK_EVERY_MS);
  }
}
