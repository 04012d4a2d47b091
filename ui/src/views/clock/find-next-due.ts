import type { PaymentStory } from '../../state/payment-story.js';

/** What the clock comes to next, as far as the log that the page holds tells. */
export type NextDue =
  | { kind: 'attempt'; paymentId: string; endpoint: string | null }
  | { kind: 'timer'; paymentId: string; provider: string | null; timer: string };

/** Finds what is due at `at`, an instant as the stage writes it; null when the log does not tell. */
export function findNextDue(payments: ReadonlyMap<string, PaymentStory>, at: string): NextDue | null {
  for (const { paymentId, deliveries } of payments.values())
    for (const { status, nextAttemptAt, endpoint } of deliveries.values())
      if (nextAttemptAt === at && status === 'pending') return { kind: 'attempt', paymentId, endpoint };
  for (const { paymentId, provider, records } of payments.values())
    for (const record of records)
      if (record.type === 'payment.timer_set' && record.dueAt === at)
        return { kind: 'timer', paymentId, provider, timer: record.timer };
  return null;
}
