import { useCallback, useEffect, useRef, useState } from 'react';
import { holdLog } from '../../state/hold.js';
import { findLine, type Lines } from '../../state/line.js';
import { emptyLogState, type LogState } from '../../state/log-state.js';
import { useAccumulated } from '../use-accumulated.js';

/** Null while the end of the list is followed. */
type Stop = {
  anchorSeq: number;
  /** What had come by then; null while what was there before the page is still arriving. */
  seen: { count: number; seq: number } | null;
  isPaused: boolean;
} | null;

interface FollowOptions {
  log: LogState;
  /** Where somebody read when the list was last shown; null: they followed. */
  beforeSeq: number | null;
  /** True when every record of the log has arrived that will. */
  isSettled: boolean;
}

interface Follow {
  /** The part of the log to show. */
  shown: LogState;
  isFollowing: boolean;
  /** The line that is read; null while the end is followed. */
  anchorSeq: number | null;
  /** How many of the list's lines came since it was touched; of a list that is paused, how many records did. */
  countNew(lines: Lines): number;
  /** Somebody reads at `anchorSeq`: the list no longer runs away under them. */
  stop(anchorSeq: number): void;
  /** Holds the list exactly as it is. */
  pause(): void;
  resume(): void;
}

/** Follows the newest record until somebody touches the list. */
export function useFollow({ log, beforeSeq, isSettled }: FollowOptions): Follow {
  const [stopped, setStopped] = useState<Stop>(beforeSeq === null ? null : { anchorSeq: beforeSeq, seen: null, isPaused: false });
  const shown = useAccumulated(emptyLogState, (known) =>
    stopped?.isPaused ? known : holdLog(known, log, stopped?.anchorSeq ?? null),
  );
  const { receivedCount, records } = log;
  const now = useRef({ count: 0, seq: 0 });
  now.current = { count: receivedCount, seq: records.at(-1)?.seq ?? 0 };
  // The same function in every render: the lines of the list compare it.
  const stop = useCallback(
    (anchorSeq: number) => setStopped((known) => ({ seen: now.current, isPaused: false, ...known, anchorSeq })),
    [],
  );
  const isArriving = stopped?.seen === null;
  const isHeld = isWithin(records, stopped?.anchorSeq ?? 0);
  useEffect(() => {
    if (!isSettled || !isArriving) return;
    // Another log, or one that has let go of it: there is no such place any more.
    setStopped((known) => known && (isHeld ? { ...known, seen: now.current } : null));
  }, [isSettled, isArriving, isHeld]);
  return {
    shown,
    isFollowing: stopped === null,
    anchorSeq: stopped?.anchorSeq ?? null,
    countNew(lines) {
      const seen = stopped?.seen ?? null;
      if (seen === null) return 0;
      // Nothing that came during a pause has a line yet.
      return stopped?.isPaused ? receivedCount - seen.count : lines.length - 1 - findLine(lines, seen.seq);
    },
    stop,
    pause: () => setStopped({ anchorSeq: now.current.seq, seen: now.current, isPaused: true }),
    resume: () => setStopped(null),
  };
}

function isWithin(records: LogState['records'], seq: number): boolean {
  const [first, last] = [records.at(0), records.at(-1)];
  return first !== undefined && last !== undefined && first.seq <= seq && seq <= last.seq;
}
