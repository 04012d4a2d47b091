import type { EventAnnounced } from '../../protocol/records.js';
import { matchesSearch } from '../../reading/match-record.js';
import { parseSearch, type SearchQuery } from '../../reading/search-query.js';
import type { Tone } from '../paint.js';
import type { LineEdit } from './line-edit.js';
import type { Pager } from './pager.js';
import type { TailEntry } from './tail-entry.js';

/** Records that are kept to look at; older ones are let go. */
export const MAX_ENTRIES = 10_000;
/** Rows below the list: the status line, and the keys or what is being typed. */
const FOOT_ROWS = 2;

/** Everything that the screen shows. */
export interface TailModel {
  columns: number;
  rows: number;
  /** In the order of their `seq`. */
  entries: readonly TailEntry[];
  /** Those of them that the search lets through. */
  shown: readonly TailEntry[];
  /** True when records were let go, because there are too many. */
  isCut: boolean;
  search: string;
  query: SearchQuery;
  /** Switched off for a moment. */
  isFilterOff: boolean;
  /** Null while it follows what happens. */
  selectedSeq: number | null;
  /** The newest record when following ended; what comes after it is new. */
  seenSeq: number;
  /** The topmost record of the list, while it does not follow. */
  topSeq: number;
  /** The search while it is being typed, with what to go back to. */
  prompt: { line: LineEdit; before: string } | null;
  /** What lies over the list, the topmost last. */
  pagers: readonly Pager[];
  notice: { text: string; tone: Tone } | null;
  isConnected: boolean;
}

export function createModel(columns: number, rows: number, search: string, nowMs: number): TailModel {
  return {
    columns,
    rows,
    entries: [],
    shown: [],
    isCut: false,
    search,
    query: parseSearch(search, nowMs),
    isFilterOff: false,
    selectedSeq: null,
    seenSeq: 0,
    topSeq: 0,
    prompt: null,
    pagers: [],
    notice: null,
    isConnected: true,
  };
}

/** Puts records behind those that are there. */
export function addEntries(model: TailModel, added: readonly TailEntry[]): TailModel {
  if (added.length === 0) return model;
  const all = [...model.entries, ...added];
  const entries = all.slice(-MAX_ENTRIES);
  const oldestSeq = entries[0]?.record.seq ?? 0;
  const shown = [...model.shown, ...added.filter((entry) => isShown(model, entry))];
  return {
    ...model,
    entries,
    shown: shown.slice(findFrom(shown, oldestSeq)),
    isCut: model.isCut || entries.length < all.length,
  };
}

/** Forgets every record: the log is another one. */
export function clearEntries(model: TailModel): TailModel {
  return { ...model, entries: [], shown: [], isCut: false, selectedSeq: null, seenSeq: 0, topSeq: 0, pagers: [] };
}

/** Searches for something else, which also switches the search on. */
export function applySearch(model: TailModel, search: string, nowMs: number): TailModel {
  return filterAgain({ ...model, search, query: parseSearch(search, nowMs), isFilterOff: false });
}

export function switchFilter(model: TailModel): TailModel {
  return filterAgain({ ...model, isFilterOff: !model.isFilterOff });
}

export function countHidden({ entries, shown }: TailModel): number {
  return entries.length - shown.length;
}

/** Records that came since it stopped following, of those that are shown. */
export function countNew({ shown, selectedSeq, seenSeq }: TailModel): number {
  return selectedSeq === null ? 0 : shown.length - findFrom(shown, seenSeq + 1);
}

export function countListRows({ rows }: TailModel): number {
  return Math.max(1, rows - FOOT_ROWS);
}

/** Index in `shown` of what is selected, or of its nearest neighbour while it is hidden; -1 while following and in an empty list. */
export function findSelected({ shown, selectedSeq }: TailModel): number {
  return selectedSeq === null ? -1 : Math.min(findFrom(shown, selectedSeq), shown.length - 1);
}

/** Index in `shown` of the topmost record on the screen. The selected one is always on it. */
export function findTop(model: TailModel): number {
  const { shown, topSeq } = model;
  const rows = countListRows(model);
  const last = Math.max(0, shown.length - rows);
  const selected = findSelected(model);
  if (selected === -1) return last;
  return Math.max(selected - rows + 1, Math.min(findFrom(shown, topSeq), last, selected));
}

export function findEvent({ entries }: TailModel, eventId: string): EventAnnounced | null {
  for (let index = entries.length - 1; index >= 0; index -= 1) {
    const record = entries[index]?.record;
    if (record?.type === 'event.announced' && record.eventId === eventId) return record;
  }
  return null;
}

function filterAgain(model: TailModel): TailModel {
  return { ...model, shown: model.entries.filter((entry) => isShown(model, entry)) };
}

function isShown({ query, isFilterOff }: TailModel, { record, about, line }: TailEntry): boolean {
  return isFilterOff || matchesSearch(query, record, () => ({ ...about, line: line.replace(/\x1b\[\d+m/g, '') }));
}

/** Index of the first entry whose `seq` is `seq` or more. */
function findFrom(entries: readonly TailEntry[], seq: number): number {
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((entries[middle]?.record.seq ?? 0) < seq) low = middle + 1;
    else high = middle;
  }
  return low;
}
