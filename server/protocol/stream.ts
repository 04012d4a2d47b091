import type { LogRecord } from './records.js';

/**
 * What travels over `/_paystage/stream?from=<seq>&lane=<name>`; both can be left out. The server sends `hello` first, then every record
 * after `from` to this socket only, then the live tail; with `lane`, only those of that lane. `records` are batched, never split, and in
 * order of `seq`; without `lane` there are no gaps. When there is nothing to tell, `alive` comes at least every 15 s: a page cannot see
 * pings, and after a sleep its connection may be dead without anybody having closed it.
 */
export type StreamMessage = StreamHello | StreamRecords | StreamAlive;

export interface StreamHello {
  type: 'hello';
  version: string;
  /** Changes when the log is another one (reset, other data folder); a page that knows another id starts from nothing. */
  logId: string;
  /** Oldest record that can still be read; a page whose position is older has a gap and says so. */
  oldestSeq: number;
  /** Newest record at the moment of the greeting. */
  newestSeq: number;
}

export interface StreamRecords {
  type: 'records';
  records: LogRecord[];
}

export interface StreamAlive {
  type: 'alive';
}
