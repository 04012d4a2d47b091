import type { LogRecord } from '../../../server/protocol/records.js';

/** Where records come from: the running harness now, a saved log later. The rest of the page knows only this. */
export interface RecordStream {
  /** Starts to deliver to `reader`. Call once. */
  open(reader: StreamReader): void;
  /** Ends a wait for the next try at once; does nothing otherwise. */
  retryNow(): void;
  close(): void;
}

/** Who reads a stream. Records come in order of `seq` and never twice. */
export interface StreamReader {
  onConnection(connection: Connection): void;
  onRecords(records: readonly LogRecord[]): void;
  onFinding(finding: StreamFinding): void;
}

export type Connection =
  | { kind: 'connecting' }
  /** Connected; records up to `untilSeq` were written before and are still arriving. */
  | { kind: 'catching_up'; untilSeq: number }
  | { kind: 'live' }
  /** Lost; the next try starts at `retryAtMs` (epoch ms, the browser's clock). */
  | { kind: 'waiting'; retryAtMs: number; failedTries: number }
  /** A saved log is being read, and nothing else. */
  | { kind: 'reading'; name: string }
  /** A saved log stands there as a whole. */
  | { kind: 'saved'; name: string }
  | { kind: 'closed' };

/** What the reader must know to stay honest, beside the records themselves. */
export type StreamFinding =
  /** Another log answers: everything known belongs to the past. */
  | { kind: 'new_log'; logId: string }
  /** These records can no longer be read by this page. */
  | { kind: 'gap'; fromSeq: number; toSeq: number }
  /** The log begins after record 1: the harness does not keep the older ones. */
  | { kind: 'starts_late'; oldestSeq: number }
  /** Older records were left out because the page could not hold them anyway. */
  | { kind: 'skipped'; toSeq: number }
  /** A saved log could be read up to here only. */
  | { kind: 'damaged'; message: string }
  /** The harness is another version than the one this page was first connected to. */
  | { kind: 'new_version'; version: string }
  /** What the harness sends cannot be read, also when it is asked again. */
  | { kind: 'unreadable' }
  /** The state cannot take in this record: a newer harness or an edited file means something else by it. */
  | { kind: 'left_out'; seq: number; type: string };
