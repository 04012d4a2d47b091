import { useCallback, useEffect, useRef, useState } from 'react';
import type { ControlFailure } from '../../control/call-control.js';
import { useStage } from '../stage-context.js';

export interface Polled<T> {
  /** The newest answer; null before the first one. */
  value: T | null;
  /** When it came, on the clock of `performance.now()`. */
  receivedAt: number;
  /** Why the last look brought nothing. */
  failure: ControlFailure | null;
  /** True while a look that somebody asked for is under way. */
  isLooking: boolean;
  /** Looks now. */
  refresh(): Promise<void>;
  /** Takes an answer that came in another way, such as from a change. */
  take(value: T): void;
}

/**
 * Asks a GET of the control plane again and again while the page is visible and connected, and at once when it becomes so or when
 * `reason` changes. The pause begins when the answer is here, so slow answers do not pile up.
 */
export function usePolled<T>(path: string, everyMs: number, reason: unknown = null): Polled<T> {
  const { call, isConnected, isReadOnly } = useStage();
  const [state, setState] = useState<Pick<Polled<T>, 'value' | 'receivedAt' | 'failure'>>({
    value: null,
    receivedAt: 0,
    failure: null,
  });
  const [isLooking, setLooking] = useState(false);
  /** An answer to an older question must not replace a newer one. */
  const newest = useRef(0);

  const take = useCallback((value: T) => {
    newest.current++;
    setState({ value, receivedAt: performance.now(), failure: null });
  }, []);
  const look = useCallback(async () => {
    const mine = ++newest.current;
    const result = await call<T>('GET', path);
    if (newest.current !== mine) return;
    if (result.ok) setState({ value: result.value, receivedAt: performance.now(), failure: null });
    else setState((known) => ({ ...known, failure: result.failure }));
  }, [call, path]);
  const refresh = useCallback(async () => {
    setLooking(true);
    await look();
    setLooking(false);
  }, [look]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a change of `reason` is the reason to ask again
  useEffect(() => {
    if (!isConnected || isReadOnly) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isOver = false;
    const run = async () => {
      clearTimeout(timer);
      if (document.hidden) return;
      await look();
      clearTimeout(timer);
      if (!isOver) timer = setTimeout(run, everyMs);
    };
    void run();
    document.addEventListener('visibilitychange', run);
    return () => {
      isOver = true;
      newest.current++;
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', run);
    };
  }, [look, everyMs, isConnected, isReadOnly, reason]);

  return { ...state, isLooking, refresh, take };
}
