import type { Attempt, Delivery } from '../domain/payment.js';
import type { AttemptFinished } from '../protocol/records.js';

/** The end of an attempt that got no answer because of the harness itself. `dueAtMs`: when it is made again, lane time. */
export function describeInterruption(
  delivery: Delivery,
  attempt: Attempt,
  why: string,
  nowMs: number,
  dueAtMs: number,
): AttemptFinished {
  const isPending = delivery.status === 'pending';
  return {
    type: 'attempt.finished',
    paymentId: delivery.paymentId,
    eventId: delivery.eventId,
    deliveryId: delivery.id,
    attemptId: attempt.id,
    number: attempt.number,
    trigger: attempt.trigger,
    code: 'interrupted',
    sentence: `${why}${isPending ? '; it is sent again' : ''}.`,
    deliveryStatus: delivery.status,
    nextAttemptAt: isPending ? new Date(dueAtMs).toISOString() : null,
    latencyMs: Math.max(0, nowMs - attempt.startedAtMs),
  };
}
