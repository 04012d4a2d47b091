import type { LogRecord } from '../../../server/protocol/records.js';
import type { RecordContext } from '../state/record-context.js';
import { summarize } from './summarize.js';
import { lowerFirst } from './text.js';

/** The record as one plain sentence, with what other records add: which event an attempt delivers, and where to when that is not plain. */
export function summarizeIn(record: LogRecord, { event, endpoint }: Pick<RecordContext, 'event' | 'endpoint'>): string {
  const sentence = summarize(record);
  if (record.type !== 'attempt.started' && record.type !== 'attempt.finished') return sentence;
  if (event === null) return sentence;
  const isPlain = endpoint === null || (event.deliveries.length === 1 && record.type === 'attempt.finished');
  return `${event.status}${isPlain ? '' : ` to ${endpoint}`}: ${lowerFirst(sentence)}`;
}
