import type { LogRecord } from '../../../server/protocol/records.js';
import type { CheckRun } from './check-runs.js';
import { ChunkedList } from './chunked-list.js';
import type { PaymentStory } from './payment-story.js';

/** What the page holds of the log. Values are replaced, never changed in place, so that views can compare them by identity. */
export interface LogState {
  /** In order of `seq`. */
  records: ChunkedList<LogRecord>;
  /** Characters of bodies in `records`. */
  heldChars: number;
  receivedCount: number;
  /** Records let go because of the limits. */
  droppedCount: number;
  /** One story for each payment that a held record names. */
  payments: ReadonlyMap<string, PaymentStory>;
  /** The newest record that told of other keys or settings; 0 before the first. */
  accountChangedSeq: number;
  /** The newest record that told of something held or released; 0 before the first. */
  holdsChangedSeq: number;
  /** The newest record that told of a fault, or of something that a fault kept back; 0 before the first. */
  faultsChangedSeq: number;
  /** The last check runs by their id, oldest first. */
  checkRuns: ReadonlyMap<string, CheckRun>;
}

export interface HistoryLimits {
  maxRecords: number;
  /** Keeps a page alive that watches megabyte bodies. */
  maxChars: number;
}

export const historyLimits: HistoryLimits = { maxRecords: 100_000, maxChars: 128 * 1024 * 1024 };

export const emptyLogState: LogState = {
  records: ChunkedList.empty(),
  heldChars: 0,
  receivedCount: 0,
  droppedCount: 0,
  payments: new Map(),
  accountChangedSeq: 0,
  holdsChangedSeq: 0,
  faultsChangedSeq: 0,
  checkRuns: new Map(),
};
