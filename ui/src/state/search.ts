import type { LogRecord } from '../../../server/protocol/records.js';
import { describeKind } from '../format/kind.js';
import { summarizeIn } from '../format/summarize-in.js';
import { describeVerdict } from '../format/verdict.js';
import { type PaymentStory, paymentIdOf } from './payment-story.js';
import { lookUpContext } from './record-context.js';

const PAYMENT_PREFIX = 'payment:';

/** Made once for each record and forgotten with it. */
const texts = new WeakMap<LogRecord, string>();

/**
 * True when the record's line or its payment id contains `query`, whatever the case. `payment:<id>` asks for exactly that payment, and
 * words may follow it.
 */
export function matchesQuery(record: LogRecord, query: string, payments: ReadonlyMap<string, PaymentStory>): boolean {
  if (!query.startsWith(PAYMENT_PREFIX)) return textOf(record, payments).includes(query);
  const end = query.indexOf(' ');
  const paymentId = query.slice(PAYMENT_PREFIX.length, end === -1 ? undefined : end);
  if (paymentIdOf(record)?.toLowerCase() !== paymentId) return false;
  return end === -1 || textOf(record, payments).includes(query.slice(end).trim());
}

/** The form in which `matchesQuery` wants what somebody typed. */
export function normalizeQuery(typed: string): string {
  return typed.trim().toLowerCase();
}

/** What to type to see one payment only. */
export function buildPaymentQuery(paymentId: string): string {
  return PAYMENT_PREFIX + paymentId;
}

/** What the line says; the payment's earlier records, which it may draw on, were there before it. */
function textOf(record: LogRecord, payments: ReadonlyMap<string, PaymentStory>): string {
  const known = texts.get(record);
  if (known !== undefined) return known;
  const context = lookUpContext(record, payments);
  const words = [
    summarizeIn(record, context),
    paymentIdOf(record) ?? '',
    describeKind(record).label,
    describeVerdict(record)?.text ?? '',
    context.provider ?? '',
  ];
  const text = words.join('\n').toLowerCase();
  texts.set(record, text);
  return text;
}
