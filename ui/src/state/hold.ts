import type { LogState } from './log-state.js';

/**
 * The part of the log to show while somebody reads at `anchorSeq` (null: nobody, follow the end). It grows as long as the record being
 * read is still held; once the bounded history would take it away, `shown` stays as it is until the reader moves on.
 */
export function holdLog(shown: LogState, live: LogState, anchorSeq: number | null): LogState {
  const first = live.records.at(0);
  if (anchorSeq === null || first === undefined || shown.records.length === 0) return live;
  return first.seq <= anchorSeq ? live : shown;
}
