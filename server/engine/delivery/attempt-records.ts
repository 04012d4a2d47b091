import type { Attempt, Delivery } from '../../domain/payment.js';
import { judgeAttempt } from '../../domain/verdict.js';
import type { AttemptFinished, AttemptStarted, AttemptTrigger } from '../../protocol/records.js';
import type { SentAttempt } from '../faults/send-attempt.js';
import type { DeliveryJob } from './delivery-job.js';

/** That the next attempt of a delivery begins. */
export function describeStart({ delivery, event, payment }: DeliveryJob, trigger: AttemptTrigger): AttemptStarted {
  const number = delivery.attempts.length + 1;
  return {
    type: 'attempt.started',
    paymentId: payment.id,
    eventId: event.id,
    deliveryId: delivery.id,
    attemptId: `att_${delivery.id.slice(4)}_${number}`,
    number,
    trigger,
  };
}

/** How it ended. @param dueAtMs when the delivery is tried again if this did not settle it, lane time; undefined: never. */
export function describeEnd(
  { delivery, provider, rule }: DeliveryJob,
  { type: _, ...head }: AttemptStarted,
  { reply, exchange }: SentAttempt,
  { nowMs, dueAtMs }: { nowMs: number; dueAtMs: number | undefined },
): AttemptFinished {
  const verdict = judgeAttempt(
    reply,
    { title: provider.title, isAcknowledged: rule.isAcknowledged, acceptedWords: rule.acceptedWords },
    {
      status: delivery.status,
      retryInMs: dueAtMs === undefined ? null : dueAtMs - nowMs,
      isManual: head.trigger === 'manual',
    },
  );
  const isOver = verdict.deliveryStatus !== 'pending';
  return {
    type: 'attempt.finished',
    ...head,
    ...verdict,
    nextAttemptAt: isOver || dueAtMs === undefined ? null : new Date(dueAtMs).toISOString(),
    ...exchange,
  };
}

/** The end of an attempt that got no answer because of the harness itself. `dueAtMs`: when it is made again, lane time; null: never. */
export function describeInterruption(
  delivery: Delivery,
  attempt: Attempt,
  why: string,
  nowMs: number,
  dueAtMs: number | null,
): AttemptFinished {
  const isSentAgain = delivery.status === 'pending' && dueAtMs !== null;
  return {
    type: 'attempt.finished',
    paymentId: delivery.paymentId,
    eventId: delivery.eventId,
    deliveryId: delivery.id,
    attemptId: attempt.id,
    number: attempt.number,
    trigger: attempt.trigger,
    code: 'interrupted',
    sentence: `${why}${isSentAgain ? '; it is sent again' : ''}.`,
    deliveryStatus: delivery.status,
    nextAttemptAt: isSentAgain ? new Date(dueAtMs).toISOString() : null,
    latencyMs: Math.max(0, nowMs - attempt.startedAtMs),
  };
}
