import type { LogRecord } from '../../../server/protocol/records.js';
import { describeKind } from '../format/kind.js';
import { summarize } from '../format/summarize.js';
import { describeVerdict } from '../format/verdict.js';
import { paymentIdOf } from './payment-story.js';

/** Made once for each record and forgotten with it. */
const texts = new WeakMap<LogRecord, string>();

/** True when the record's line or its payment id contains `query`, whatever the case. */
export function matchesQuery(record: LogRecord, query: string): boolean {
  return textOf(record).includes(query);
}

/** The form in which `matchesQuery` wants what somebody typed. */
export function normalizeQuery(typed: string): string {
  return typed.trim().toLowerCase();
}

function textOf(record: LogRecord): string {
  const known = texts.get(record);
  if (known !== undefined) return known;
  const provider = 'provider' in record ? record.provider : '';
  const words = [
    summarize(record),
    paymentIdOf(record) ?? '',
    describeKind(record).label,
    describeVerdict(record)?.text ?? '',
    provider,
  ];
  const text = words.join('\n').toLowerCase();
  texts.set(record, text);
  return text;
}
