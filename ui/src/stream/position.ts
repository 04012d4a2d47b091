import type { LogRecord } from '../../../server/protocol/records.js';
import type { StreamHello } from '../../../server/protocol/stream.js';
import type { StreamFinding } from './record-stream.js';

/** How far a page has read which log. Both unknown before the first greeting. */
export interface Position {
  logId: string | null;
  version: string | null;
  /** The last record read; 0 before the first. */
  seq: number;
}

export const startPosition: Position = { logId: null, version: null, seq: 0 };

export interface Greeting {
  position: Position;
  findings: StreamFinding[];
  /** True when what this socket replays is not what `position` needs: connect again from there. */
  mustReconnect: boolean;
}

/** How much more than it can hold a page lets itself be sent, as a part of that; it lets go of the oldest. */
const SLACK = 0.1;

/**
 * Compares the greeting with what the page knows. `capacity` is how many records the page can hold; a longer replay is cut to that, give or take a little.
 */
export function greet(known: Position, hello: StreamHello, capacity: number): Greeting {
  const findings: StreamFinding[] = [];
  const isOtherLog = known.logId !== null && (known.logId !== hello.logId || known.seq > hello.newestSeq);
  let seq = isOtherLog ? 0 : known.seq;
  if (isOtherLog) findings.push({ kind: 'new_log', logId: hello.logId });
  if (known.version !== null && known.version !== hello.version) findings.push({ kind: 'new_version', version: hello.version });

  if (hello.oldestSeq > seq + 1) {
    if (seq === 0) findings.push({ kind: 'starts_late', oldestSeq: hello.oldestSeq });
    else findings.push({ kind: 'gap', fromSeq: seq + 1, toSeq: hello.oldestSeq - 1 });
    seq = hello.oldestSeq - 1;
  }
  // Whoever asked from the right place is not sent away for what came meanwhile: while records pour in that would go on for ever.
  const slack = seq === 0 ? 0 : Math.ceil(capacity * SLACK);
  const isTooMuch = hello.newestSeq - seq > capacity + slack;
  if (isTooMuch) {
    seq = hello.newestSeq - capacity;
    findings.push({ kind: 'skipped', toSeq: seq });
  }
  const mustReconnect = (isOtherLog && known.seq > 0) || isTooMuch;
  return { position: { logId: hello.logId, version: hello.version, seq }, findings, mustReconnect };
}

export interface Admission {
  position: Position;
  /** Records not seen before, in order, up to the first hole. */
  fresh: readonly LogRecord[];
  /** The first hole, when there is one; what lies behind it stands in `rest`. */
  missing: { fromSeq: number; toSeq: number } | null;
  rest: readonly LogRecord[];
}

/** Sorts out a batch: what was read before is dropped, and nothing behind a hole is let in. */
export function admit(position: Position, records: readonly LogRecord[]): Admission {
  let seq = position.seq;
  const fresh: LogRecord[] = [];
  for (const [index, record] of records.entries()) {
    if (record.seq <= seq) continue;
    if (record.seq > seq + 1) {
      const missing = { fromSeq: seq + 1, toSeq: record.seq - 1 };
      return { position: { ...position, seq }, fresh, missing, rest: records.slice(index) };
    }
    fresh.push(record);
    seq = record.seq;
  }
  return { position: { ...position, seq }, fresh, missing: null, rest: [] };
}
