import type { LogRecord } from '../../../server/protocol/records.js';
import type { ChunkedList } from './chunked-list.js';
import { extendLineList, isComplete, type LineList, type ListView, startLineList } from './line-list.js';

/** Records looked at in one go: at 100,000 records and a filter over bodies a full pass would stop the page for several frames. */
const BUDGET = 4_000;

/** What is shown, and what is being made to take its place. */
export interface FilteredLines {
  shown: LineList;
  /** The list for another view, as far as it has come; null when `shown` is what was asked for. */
  coming: LineList | null;
}

export function startFilteredLines(view: ListView): FilteredLines {
  return { shown: startLineList(view), coming: null };
}

/** One step towards the lines of `records` as `view` wants them. The old lines stay until the new ones are complete. */
export function stepFilteredLines(
  state: FilteredLines,
  records: ChunkedList<LogRecord>,
  view: ListView,
  budget = BUDGET,
): FilteredLines {
  if (state.shown.view === view) {
    const shown = extendLineList(state.shown, records, budget);
    return shown === state.shown && state.coming === null ? state : { shown, coming: null };
  }
  const known = state.coming?.view === view ? state.coming : startLineList(view);
  const coming = extendLineList(known, records, budget);
  return isComplete(coming, records) ? { shown: coming, coming: null } : { shown: state.shown, coming };
}

/** True when another step would look at more records. */
export function needsStep({ shown, coming }: FilteredLines, records: ChunkedList<LogRecord>): boolean {
  return !isComplete(coming ?? shown, records);
}
