import type { LogRecord } from '../protocol/records.js';
import type { ControlClient } from './control-client.js';

/** Which records are read; what is left out does not matter. */
export interface RecordQuery {
  payment?: string;
  /** Record types, such as `attempt.finished`. */
  types?: readonly LogRecord['type'][];
  /** Only records with a higher seq. */
  after?: number;
}

interface RecordsReply {
  records: LogRecord[];
  newestSeq: number;
  lastSeq: number;
}

/** The control plane's limit for one reply. */
const PAGE = 1_000;
/** The control plane's limit for one wait, ms. */
const MAX_WAIT_MS = 30_000;

/** Every record of the lane that fits, oldest first. */
export async function readRecords(client: ControlClient, query: RecordQuery = {}): Promise<LogRecord[]> {
  const all: LogRecord[] = [];
  let after = query.after ?? 0;
  for (;;) {
    const { records, newestSeq } = await client.get<RecordsReply>(`/records?${toParameters({ ...query, after })}`);
    all.push(...records);
    if (records.length < PAGE) return all;
    after = newestSeq;
  }
}

/** The newest record of the whole log, without reading any: what somebody does from now on comes after it. */
export async function readNewestSeq(client: ControlClient): Promise<number> {
  const { lastSeq } = await client.get<RecordsReply>(`/records?after=${Number.MAX_SAFE_INTEGER}&limit=1`);
  return lastSeq;
}

/**
 * Records as they come, in pieces, those that are there already first. Ends when `limitMs` are over and everything that there is has been
 * given, or when `signal` is aborted; an empty piece says that there is no more so far.
 */
export async function* followRecords(
  client: ControlClient,
  query: RecordQuery,
  limitMs: number,
  signal?: AbortSignal,
): AsyncGenerator<LogRecord[]> {
  const endsAtMs = performance.now() + limitMs;
  let after = query.after ?? 0;
  let waitMs = 0;
  for (;;) {
    signal?.throwIfAborted();
    const path = `/records?${toParameters({ ...query, after })}&waitMs=${waitMs}`;
    const { records, newestSeq } = await client.get<RecordsReply>(path, { timeoutMs: 2 * MAX_WAIT_MS, signal });
    after = newestSeq;
    yield records;
    const leftMs = Math.max(0, Math.ceil(endsAtMs - performance.now()));
    // Behind a full piece stand more: what has happened already counts, however short the time is.
    const isFull = records.length === PAGE;
    if (leftMs === 0 && !isFull) return;
    waitMs = isFull ? 0 : Math.min(MAX_WAIT_MS, leftMs);
  }
}

function toParameters({ payment, types, after }: RecordQuery): URLSearchParams {
  const parameters = new URLSearchParams({ limit: String(PAGE) });
  if (payment !== undefined) parameters.set('payment', payment);
  if (types !== undefined) parameters.set('type', types.join(','));
  if (after !== undefined && after > 0) parameters.set('after', String(after));
  return parameters;
}
