import type { LogRecord } from '../../../server/protocol/records.js';
import { isMinor } from './minor.js';
import { findAfter, isContinuation } from './record-order.js';

/** A line of the list: a record, or the place where records are missing. */
export type ListItem = { kind: 'record'; record: LogRecord } | { kind: 'gap'; fromSeq: number; toSeq: number };

/** What somebody wants to see. */
export interface ListView {
  /** Empty: everything. */
  query: string;
  /** True when minor records have no line of their own. */
  isFolding: boolean;
  matches(record: LogRecord, query: string): boolean;
}

/** The lines for a view, with what is needed to extend them cheaply when more records come. */
export interface ItemList {
  items: readonly ListItem[];
  query: string;
  isFolding: boolean;
  /** The records that the lines were made from. */
  records: readonly LogRecord[];
  /** Records that the filter hides. */
  hiddenCount: number;
  /** Positions of minor records that match the filter and have no line. */
  foldedSeqs: readonly number[];
  /** Where the attempts began that have no answer yet, by attempt. */
  openStarts: ReadonlyMap<string, number>;
}

export const emptyItemList: ItemList = {
  items: [],
  query: '',
  isFolding: true,
  records: [],
  hiddenCount: 0,
  foldedSeqs: [],
  openStarts: new Map(),
};

/** Sequence number that a line stands at; unique within a list. */
export function seqOf(item: ListItem): number {
  return item.kind === 'record' ? item.record.seq : item.fromSeq;
}

/**
 * The lines for `records`. When only records at either end changed since `previous`, only those are looked at: at thousands of records a
 * second a full pass for each frame would take the whole frame.
 */
export function extendItems(previous: ItemList, records: readonly LogRecord[], view: ListView): ItemList {
  const { query, isFolding, matches } = view;
  const isSameView = previous.query === query && previous.isFolding === isFolding;
  if (previous.records === records && isSameView) return previous;
  const isContinued = isSameView && isContinuation(previous.records, records);
  const firstSeq = records[0]?.seq ?? Number.POSITIVE_INFINITY;
  let items = isContinued ? dropBefore(previous.items, firstSeq) : [];
  const foldedSeqs = isContinued ? previous.foldedSeqs.filter((seq) => seq >= firstSeq) : [];
  const openStarts = new Map(isContinued ? previous.openStarts : []);
  const answeredSeqs = new Set<number>();

  const start = isContinued ? findAfter(records, previous.records.at(-1)?.seq ?? 0) : 0;
  for (let index = start; index < records.length; index++) {
    const record = records[index];
    if (!record) continue;
    const before = records[index - 1];
    if (before && record.seq > before.seq + 1) items.push({ kind: 'gap', fromSeq: before.seq + 1, toSeq: record.seq - 1 });
    noteAttempt(record, openStarts, answeredSeqs);
    if (query !== '' && !matches(record, query)) continue;
    if (isFolding && isMinor(record, false)) foldedSeqs.push(record.seq);
    else items.push({ kind: 'record', record });
  }
  if (isFolding && answeredSeqs.size > 0) {
    items = items.filter((item) => {
      if (item.kind === 'gap' || !answeredSeqs.has(item.record.seq)) return true;
      foldedSeqs.push(item.record.seq);
      return false;
    });
  }
  const shownCount = query === '' ? records.length - foldedSeqs.length : items.filter(({ kind }) => kind === 'record').length;
  const hiddenCount = records.length - shownCount - foldedSeqs.length;
  return { items, query, isFolding, records, hiddenCount, foldedSeqs, openStarts };
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

/** Remembers where attempts began, and which of those beginnings have been answered now. */
function noteAttempt(record: LogRecord, openStarts: Map<string, number>, answeredSeqs: Set<number>): void {
  if (record.type === 'attempt.started') openStarts.set(record.attemptId, record.seq);
  if (record.type !== 'attempt.finished') return;
  const seq = openStarts.get(record.attemptId);
  if (seq === undefined) return;
  answeredSeqs.add(seq);
  openStarts.delete(record.attemptId);
}

function dropBefore(items: readonly ListItem[], seq: number): ListItem[] {
  return items.slice(findItem(items, seq - 1) + 1);
}
