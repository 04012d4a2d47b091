import type { LogRecord } from '../../../server/protocol/records.js';
import { type PaymentStory, paymentIdOf } from '../state/payment-story.js';
import { readContext } from '../state/record-context.js';
import { buildExchange, type Exchange } from './exchange.js';

/** The exchanges among the records, oldest first: for one file of all of them. */
export function listExchanges(
  records: Iterable<LogRecord>,
  payments: ReadonlyMap<string, PaymentStory>,
  origin: string,
): Exchange[] {
  const starts = new Map<string, LogRecord>();
  const exchanges: Exchange[] = [];
  for (const record of records) {
    if (record.type === 'attempt.started') starts.set(record.attemptId, record);
    const story = payments.get(paymentIdOf(record) ?? '');
    const start = record.type === 'attempt.finished' ? starts.get(record.attemptId) : undefined;
    const exchange = buildExchange(record, { event: readContext(record, story).event, start, origin });
    if (exchange) exchanges.push(exchange);
  }
  return exchanges;
}
