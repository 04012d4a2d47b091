import { useCallback, useEffect, useRef, useState } from 'react';
import type { HoldsView } from '../../../../server/http/control/hold-replies.js';
import type { ControlFailure } from '../../control/call-control.js';
import { pathInLane } from '../../control/lane-path.js';
import { useStage } from '../stage-context.js';
import { useStoreValue } from '../use-store-value.js';

interface Holds {
  /** Null until the harness has answered. */
  view: HoldsView | null;
  /** Why the last thing asked for was not done. */
  failure: ControlFailure | null;
  /** `path` as it is in the lane that is always there. */
  ask(method: 'POST' | 'DELETE', path: string, body?: unknown): Promise<void>;
}

/** Position of the newest record that tells of something held or released. */
export function useHoldsChanged(): number {
  const { store } = useStage();
  return useStoreValue(store, ({ log }) => log.holdsChangedSeq);
}

/** What is held in a lane and what will be, as the harness has it: asked again with each connection and whenever the log tells of a change. */
export function useHolds(lane: string | undefined): Holds {
  const { call, isConnected, isReadOnly } = useStage();
  const changedSeq = useHoldsChanged();
  const [view, setView] = useState<{ lane: string | undefined; view: HoldsView } | null>(null);
  const [failure, setFailure] = useState<ControlFailure | null>(null);
  // Of two answers that cross, the one that was asked for later counts.
  const askedCount = useRef(0);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a change in the log is the reason to ask again
  useEffect(() => {
    if (!isConnected || isReadOnly) return;
    const place = ++askedCount.current;
    void call<HoldsView>('GET', pathInLane(lane, '/holds')).then((result) => {
      if (result.ok && place === askedCount.current) setView({ lane, view: result.value });
    });
  }, [call, lane, isConnected, isReadOnly, changedSeq]);

  const ask = useCallback(
    async (method: 'POST' | 'DELETE', path: string, body?: unknown) => {
      const place = ++askedCount.current;
      const result = await call<HoldsView>(method, pathInLane(lane, path), body);
      setFailure(result.ok ? null : result.failure);
      if (result.ok && place === askedCount.current) setView({ lane, view: result.value });
    },
    [call, lane],
  );
  return { view: view !== null && view.lane === lane ? view.view : null, failure, ask };
}
