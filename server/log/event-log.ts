import type { StateSnapshot } from '../domain/state.js';
import type { LogRecord, RecordBody } from '../protocol/records.js';

export interface StorageProblem {
  code: string;
  message: string;
}

export type RecordListener = (record: LogRecord, line: string) => void;

/** The spine: one append-only list of records that every reader sees in the same order. */
export interface EventLog {
  /** Names this log, also after a restart; another one means that positions known so far are worth nothing. */
  readonly logId: string;
  readonly newestSeq: number;
  /** Oldest record that can still be read; one past the newest when there is none. */
  readonly oldestSeq: number;
  /** Everything up to here survives a power loss; the newest in memory mode. */
  readonly durableSeq: number;
  /** While not null, the disk refuses writes and so does the log. */
  readonly storageProblem: StorageProblem | null;
  /** For an id of what the next record of this lane brings; the same again when a seeded run is repeated. */
  nextName(lane: string): string;
  /**
   * Numbers a record, applies it to the state, shows it to every listener and hands it to the journal, all before it returns.
   * @param atMs when it happened by the lane's clock, epoch ms.
   * @throws HarnessError `storage_full` (507) while the disk refuses writes, except for the ends of running attempts and for notices;
   * `record_too_large` (413); `log_closed` (503).
   */
  append(lane: string, atMs: number, body: RecordBody): LogRecord;
  /** Resolves when everything up to `seq` is on disk, at once in memory mode. @throws HarnessError `storage_full` (507). */
  durable(seq: number): Promise<void>;
  /** Records after `afterSeq` up to the newest at the time of the call, as JSON texts in batches, oldest first. */
  read(afterSeq: number): AsyncIterable<string[]>;
  get(seq: number): Promise<LogRecord | undefined>;
  /** Shows every record from now on, in order, with its JSON text; may be ahead of the disk. @returns how to stop. */
  subscribe(listener: RecordListener): () => void;
  /** Tells when `storageProblem` changes. @returns how to stop. */
  subscribeHealth(listener: (problem: StorageProblem | null) => void): () => void;
  /**
   * Writes what waits and a snapshot of the state, then lets go of the files. Calling it again waits for the same end.
   * @throws HarnessError `storage_full` when records could not be written; everything is released all the same.
   */
  close(snapshot?: () => StateSnapshot): Promise<void>;
}
