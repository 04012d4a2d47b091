import { useEffect, useReducer } from 'react';
import type { LogRecord } from '../../../../server/protocol/records.js';
import type { ChunkedList } from '../../state/chunked-list.js';
import { type FilteredLines, needsStep, startFilteredLines, stepFilteredLines } from '../../state/filtered-lines.js';
import type { ListView } from '../../state/line-list.js';
import { useAccumulated } from '../use-accumulated.js';

/** The lines of `records` as `view` wants them, worked out over as many frames as it takes. */
export function useLineList(records: ChunkedList<LogRecord>, view: ListView): FilteredLines {
  const [, stepAgain] = useReducer((count: number) => count + 1, 0);
  const state = useAccumulated<FilteredLines | null>(null, (known) =>
    stepFilteredLines(known ?? startFilteredLines(view), records, view),
  ) as FilteredLines;
  const isUnfinished = needsStep(state, records);
  useEffect(() => {
    if (!isUnfinished) return;
    const frame = requestAnimationFrame(stepAgain);
    return () => cancelAnimationFrame(frame);
  });
  return state;
}
