import type { LogRecord } from '../../../server/protocol/records.js';
import { createBatcher } from '../stream/frame-batcher.js';
import type { Connection, RecordStream, StreamFinding } from '../stream/record-stream.js';
import { emptyLogState, type HistoryLimits, historyLimits, type LogState } from './log-state.js';
import { buildNotice, type Notice } from './notices.js';
import { reduce } from './reduce.js';

/** A connection that comes and goes must not fill the page with banners; the list marks every gap anyway. */
const MAX_NOTICES = 3;

/** Everything the views read. */
export interface PageState {
  connection: Connection;
  log: LogState;
  notices: readonly Notice[];
  /** Counts the logs this page has seen; a view that remembers records forgets them when it changes. */
  logGeneration: number;
}

export interface PageStore {
  subscribe(listener: () => void): () => void;
  read(): PageState;
  dismissNotice(id: number): void;
  retryNow(): void;
  /** Nobody looks at it any more: nothing more is taken in. */
  close(): void;
}

/** Joins a stream to the state, one change for each run of `schedule` however many records came. */
export function createPageStore(
  stream: RecordStream,
  schedule: (run: () => void) => void,
  limits: HistoryLimits = historyLimits,
): PageStore {
  const listeners = new Set<() => void>();
  let state: PageState = { connection: { kind: 'connecting' }, log: emptyLogState, notices: [], logGeneration: 1 };
  let nextNoticeId = 1;

  function change(part: Partial<PageState>): void {
    state = { ...state, ...part };
    for (const listener of listeners) listener();
  }

  function addNotice(finding: StreamFinding): void {
    const notice = buildNotice(nextNoticeId++, finding);
    change({ notices: [...state.notices, notice].slice(-MAX_NOTICES) });
  }

  /** One record that cannot be taken in must not take a whole batch with it. */
  function takeOneByOne(records: readonly LogRecord[]): void {
    for (const record of records) {
      try {
        change({ log: reduce(state.log, [record], limits) });
      } catch {
        addNotice({ kind: 'left_out', seq: record.seq, type: record.type });
      }
    }
  }

  function takeIn(records: readonly LogRecord[]): void {
    let log: LogState;
    try {
      log = reduce(state.log, records, limits);
    } catch {
      takeOneByOne(records);
      return;
    }
    change({ log });
  }

  const batcher = createBatcher<LogRecord>(takeIn, schedule);

  stream.open({
    onConnection(connection) {
      // What came before the news is shown before the news: "live" means that the log is here.
      batcher.flush();
      change({ connection });
    },
    onRecords: (records) => batcher.add(records),
    onFinding(finding) {
      if (finding.kind !== 'new_log') return addNotice(finding);
      batcher.clear();
      change({ log: emptyLogState, notices: [buildNotice(nextNoticeId++, finding)], logGeneration: state.logGeneration + 1 });
    },
  });

  return {
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    read: () => state,
    dismissNotice: (id) => change({ notices: state.notices.filter((notice) => notice.id !== id) }),
    retryNow: () => stream.retryNow(),
    close() {
      stream.close();
      batcher.clear();
    },
  };
}
