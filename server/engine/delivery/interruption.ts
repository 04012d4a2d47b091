import type { Attempt, Delivery } from '../../domain/payment.js';
import type { AttemptFinished } from '../../protocol/records.js';

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
