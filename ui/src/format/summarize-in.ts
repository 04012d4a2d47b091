import type { LogRecord } from '../../../server/protocol/records.js';
import type { RecordContext } from '../state/record-context.js';
import { tellAddress } from './addresses.js';
import { MAX_SENTENCE_CHARS, summarize, tellStart } from './summarize.js';
import { shorten, showUnseen } from './text.js';

/** The record as one plain sentence, with what other records add: which event an attempt delivers, and where to when that is not plain. */
export function summarizeIn(record: LogRecord, { event, endpoint }: Pick<RecordContext, 'event' | 'endpoint'>): string {
  if (event === null || (record.type !== 'attempt.started' && record.type !== 'attempt.finished')) return summarize(record);
  const isOnlyEndpoint = event.deliveries.length === 1;
  const sentence = record.type === 'attempt.started' ? tellStart(record) : record.sentence;
  const isNamed = endpoint !== null && (record.type === 'attempt.started' || !isOnlyEndpoint);
  return shorten(
    showUnseen(`Event “${event.status}”${isNamed ? ` to ${tellAddress(endpoint)}` : ''}: ${sentence}`),
    MAX_SENTENCE_CHARS,
  );
}
