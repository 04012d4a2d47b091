import { useCallback, useRef, useState } from 'react';
import { holdLog } from '../../state/hold.js';
import { emptyLogState, type LogState } from '../../state/log-state.js';
import { useAccumulated } from '../use-accumulated.js';

/** Null while the end of the list is followed. */
type Stop = { anchorSeq: number; receivedCount: number; isPaused: boolean } | null;

interface Follow {
  /** The part of the log to show. */
  shown: LogState;
  isFollowing: boolean;
  /** Records that came since the list was touched. */
  newCount: number;
  /** Somebody reads at `anchorSeq`: the list no longer runs away under them. */
  stop(anchorSeq: number): void;
  /** Holds the list exactly as it is. */
  pause(): void;
  resume(): void;
}

/** Follows the newest record until somebody touches the list. */
export function useFollow(log: LogState): Follow {
  const [stopped, setStopped] = useState<Stop>(null);
  const shown = useAccumulated(emptyLogState, (known) =>
    stopped?.isPaused ? known : holdLog(known, log, stopped?.anchorSeq ?? null),
  );
  const { receivedCount } = log;
  const received = useRef(receivedCount);
  received.current = receivedCount;
  // The same function in every render: the lines of the list compare it.
  const stop = useCallback(
    (anchorSeq: number) => setStopped((known) => ({ receivedCount: received.current, isPaused: false, ...known, anchorSeq })),
    [],
  );
  return {
    shown,
    isFollowing: stopped === null,
    newCount: stopped === null ? 0 : receivedCount - stopped.receivedCount,
    stop,
    pause: () => setStopped({ anchorSeq: log.records.at(-1)?.seq ?? 0, receivedCount, isPaused: true }),
    resume: () => setStopped(null),
  };
}
