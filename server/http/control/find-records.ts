import { laneOfLine } from '../../domain/lane.js';
import type { EventLog } from '../../log/event-log.js';
import type { LogRecord } from '../../protocol/records.js';

/** Which records somebody asks for; what is left out does not matter. */
export interface RecordFilter {
  lane?: string;
  paymentId?: string;
  types?: ReadonlySet<string>;
}

export interface FoundRecords {
  records: LogRecord[];
  /** The newest record that was looked at: a reader goes on after it. */
  newestSeq: number;
}

/** Records after `after`, oldest first, at most `limit`. */
export async function findRecords(log: EventLog, after: number, limit: number, filter: RecordFilter): Promise<FoundRecords> {
  const records: LogRecord[] = [];
  const untilSeq = log.newestSeq;
  const mayFit = createLineFilter(filter);
  for await (const lines of log.read(after)) {
    for (const line of lines) {
      if (!mayFit(line)) continue;
      const record = JSON.parse(line) as LogRecord;
      if (!isWanted(record, filter)) continue;
      records.push(record);
      if (records.length === limit) return { records, newestSeq: record.seq };
    }
  }
  return { records, newestSeq: untilSeq };
}

export interface Patience {
  waitMs: number;
  /** Nobody waits any more. */
  gone: AbortSignal;
}

/** As `findRecords`; where there are none yet, when the first comes, and with an empty list when `waitMs` are over or nobody waits any more. */
export async function awaitRecords(
  log: EventLog,
  after: number,
  limit: number,
  filter: RecordFilter,
  { waitMs, gone }: Patience,
): Promise<FoundRecords> {
  const over = new AbortController();
  const timer = setTimeout(() => over.abort(), waitMs);
  const end = AbortSignal.any([over.signal, gone]);
  try {
    let found = await findRecords(log, after, limit, filter);
    while (found.records.length === 0 && !end.aborted) {
      // What came while it was read is read at once; from there to the subscription nothing can slip in between.
      if (log.newestSeq <= found.newestSeq) await whenNext(log, filter, end);
      // Who asks for what comes after the end of the log gets nothing from before that.
      found = await findRecords(log, Math.max(after, found.newestSeq), limit, filter);
    }
    return found;
  } finally {
    clearTimeout(timer);
  }
}

function whenNext(log: EventLog, filter: RecordFilter, end: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const finish = () => {
      unsubscribe();
      end.removeEventListener('abort', finish);
      resolve();
    };
    const unsubscribe = log.subscribe((record) => {
      if (isWanted(record, filter)) finish();
    });
    end.addEventListener('abort', finish);
    if (end.aborted) finish();
  });
}

function isWanted(record: LogRecord, { lane, paymentId, types }: RecordFilter): boolean {
  if (lane !== undefined && record.lane !== lane) return false;
  if (types !== undefined && !types.has(record.type)) return false;
  return paymentId === undefined || ('paymentId' in record && record.paymentId === paymentId);
}

/** Most lines are somebody else's; a look at their text spares parsing them. */
function createLineFilter({ lane, paymentId }: RecordFilter): (line: string) => boolean {
  const id = paymentId === undefined ? '' : JSON.stringify(paymentId);
  return (line) => (lane === undefined || laneOfLine(line) === lane) && line.includes(id);
}
