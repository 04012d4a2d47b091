import { useCallback, useEffect, useRef, useState } from 'react';
import type { FaultsView } from '../../../../server/http/control/fault-replies.js';
import type { ControlFailure } from '../../control/call-control.js';
import { pathInLane } from '../../control/lane-path.js';
import { useStage } from '../stage-context.js';
import { useStoreValue } from '../use-store-value.js';

interface Faults {
  /** Null until the harness has answered. */
  view: FaultsView | null;
  /** Why the last thing asked for was not done. */
  failure: ControlFailure | null;
  /** `path` as it is in the lane that is always there. Resolves with whether it was done; the view follows the log. */
  ask(method: 'POST' | 'DELETE', path: string, body?: unknown): Promise<boolean>;
}

/** The faults of a lane as the harness has them: asked again with each connection and whenever the log tells of a change. */
export function useFaults(lane: string): Faults {
  const { store, call, isConnected, isReadOnly } = useStage();
  const changedSeq = useStoreValue(store, ({ log }) => log.faultsChangedSeq);
  const [view, setView] = useState<{ lane: string; view: FaultsView } | null>(null);
  const [failure, setFailure] = useState<ControlFailure | null>(null);
  // Of two answers that cross, the one that was asked for later counts.
  const askedCount = useRef(0);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a change in the log is the reason to ask again
  useEffect(() => {
    if (!isConnected || isReadOnly) return;
    const place = ++askedCount.current;
    void call<FaultsView>('GET', pathInLane(lane, '/faults')).then((result) => {
      if (result.ok && place === askedCount.current) setView({ lane, view: result.value });
    });
  }, [call, lane, isConnected, isReadOnly, changedSeq]);

  const ask = useCallback(
    async (method: 'POST' | 'DELETE', path: string, body?: unknown) => {
      const result = await call(method, pathInLane(lane, path), body);
      setFailure(result.ok ? null : result.failure);
      return result.ok;
    },
    [call, lane],
  );
  return { view: view !== null && view.lane === lane ? view.view : null, failure, ask };
}
