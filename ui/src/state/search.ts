import type { LogRecord } from '../../../server/protocol/records.js';
import { matchesSearch } from '../../../server/reading/match-record.js';
import type { SearchQuery } from '../../../server/reading/search-query.js';
import { describeKind } from '../format/kind.js';
import { summarizeIn } from '../format/summarize-in.js';
import { describeVerdict } from '../format/verdict.js';
import { type PaymentStory, paymentIdOf } from './payment-story.js';
import { lookUpContext } from './record-context.js';

/**
 * Decides which records a query wants; null when it wants all. `readPayments`: what is known when a record is looked at; the payment's
 * earlier records, which a line may draw on, were there before it.
 */
export function buildMatcher(
  query: SearchQuery,
  readPayments: () => ReadonlyMap<string, PaymentStory>,
): ((record: LogRecord) => boolean) | null {
  if (query.isEmpty) return null;
  return (record) =>
    matchesSearch(query, record, () => {
      const context = lookUpContext(record, readPayments());
      const line = [
        summarizeIn(record, context),
        paymentIdOf(record) ?? '',
        describeKind(record).label,
        context.provider ?? '',
        describeVerdict(record, context.isRunning)?.text ?? '',
      ].join(' ');
      return { provider: context.provider, endpoint: context.endpoint, event: context.event?.status ?? null, line };
    });
}

/** What to type to see one payment only. */
export function buildPaymentQuery(paymentId: string): string {
  return `payment:${/[\s",]/.test(paymentId) ? `"${paymentId}"` : paymentId}`;
}
