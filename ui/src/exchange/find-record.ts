import type { LogRecord } from '../../../server/protocol/records.js';
import { type ChunkedList, findFirstAfter } from '../state/chunked-list.js';
import { hasMessages } from './exchange.js';

/** Looking further would hold up a page into which records pour. */
const MAX_STEPS = 5_000;

/** The record at that position, if it is held. */
export function findRecord(records: ChunkedList<LogRecord>, seq: number): LogRecord | undefined {
  const record = records.at(findFirstAfter(records, seq - 1, (candidate) => candidate.seq));
  return record?.seq === seq ? record : undefined;
}

/** Position of the nearest record before (`-1`) or after (`1`) that one which has something to show; null when there is none nearby. */
export function findNeighbour(records: ChunkedList<LogRecord>, seq: number, step: -1 | 1): number | null {
  const first =
    step === 1 ? findFirstAfter(records, seq, ({ seq: at }) => at) : findFirstAfter(records, seq - 1, ({ seq: at }) => at) - 1;
  for (let index = first, looked = 0; looked < MAX_STEPS; index += step, looked++) {
    const record = index < 0 ? undefined : records.at(index);
    if (!record) return null;
    if (hasMessages(record)) return record.seq;
  }
  return null;
}
