import type { LogRecord } from '../../../server/protocol/records.js';

/** A line of the list: a record, or the place where records are missing. */
export type ListItem = { kind: 'record'; record: LogRecord } | { kind: 'gap'; fromSeq: number; toSeq: number };

/** The lines for a filter, with what is needed to extend them cheaply when more records come. */
export interface ItemList {
  items: readonly ListItem[];
  query: string;
  /** The records that the lines were made from. */
  records: readonly LogRecord[];
  hiddenCount: number;
}

export const emptyItemList: ItemList = { items: [], query: '', records: [], hiddenCount: 0 };

/** Sequence number that a line stands at; unique within a list. */
export function seqOf(item: ListItem): number {
  return item.kind === 'record' ? item.record.seq : item.fromSeq;
}

/**
 * The lines for `records` under `query` (empty: all). When only records at either end changed since `previous`, only those are looked at:
 * at thousands of records a second a full pass for each frame would take the whole frame.
 */
export function extendItems(
  previous: ItemList,
  records: readonly LogRecord[],
  query: string,
  matches: (record: LogRecord, query: string) => boolean,
): ItemList {
  if (previous.records === records && previous.query === query) return previous;
  const isContinued = previous.query === query && isContinuation(previous.records, records);
  const firstSeq = records[0]?.seq ?? Number.POSITIVE_INFINITY;
  const items = isContinued ? dropBefore(previous.items, firstSeq) : [];
  const lastSeenSeq = isContinued ? (previous.records.at(-1)?.seq ?? 0) : 0;

  const start = isContinued ? findAfter(records, lastSeenSeq) : 0;
  for (let index = start; index < records.length; index++) {
    const record = records[index];
    if (!record) continue;
    const before = records[index - 1];
    if (before && record.seq > before.seq + 1) items.push({ kind: 'gap', fromSeq: before.seq + 1, toSeq: record.seq - 1 });
    if (query === '' || matches(record, query)) items.push({ kind: 'record', record });
  }
  const shownCount = query === '' ? records.length : items.filter(({ kind }) => kind === 'record').length;
  return { items, query, records, hiddenCount: records.length - shownCount };
}

/** Index of the line at `seq`, or of the nearest one before it; -1 when all lines stand behind it. */
export function findItem(items: readonly ListItem[], seq: number): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const item = items[middle];
    if (item && seqOf(item) <= seq) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** True when `next` holds the same records as `previous`, apart from some dropped at the head and some added at the end. */
function isContinuation(previous: readonly LogRecord[], next: readonly LogRecord[]): boolean {
  const last = previous.at(-1);
  const first = next[0];
  if (!last || !first) return false;
  return next[findAfter(next, last.seq) - 1] === last && first.seq >= (previous[0]?.seq ?? 0);
}

function dropBefore(items: readonly ListItem[], seq: number): ListItem[] {
  return items.slice(findItem(items, seq - 1) + 1);
}

/** Index of the first record behind `seq`. */
function findAfter(records: readonly LogRecord[], seq: number): number {
  let low = 0;
  let high = records.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((records[middle]?.seq ?? Number.POSITIVE_INFINITY) <= seq) low = middle + 1;
    else high = middle;
  }
  return low;
}
