import type { LogRecord } from '../../../server/protocol/records.js';

/** True when `next` holds the same records as `previous`, apart from some dropped at the head and some added at the end. */
export function isContinuation(previous: readonly LogRecord[], next: readonly LogRecord[]): boolean {
  const last = previous.at(-1);
  const first = next[0];
  if (!last || !first) return false;
  return next[findAfter(next, last.seq) - 1] === last && first.seq >= (previous[0]?.seq ?? 0);
}

/** Index of the first record behind `seq`. */
export function findAfter(records: readonly LogRecord[], seq: number): number {
  let low = 0;
  let high = records.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((records[middle]?.seq ?? Number.POSITIVE_INFINITY) <= seq) low = middle + 1;
    else high = middle;
  }
  return low;
}
