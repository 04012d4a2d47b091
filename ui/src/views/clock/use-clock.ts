import { createContext, useContext, useEffect, useMemo, useState } from 'react';
import type { ClockView } from '../../../../server/http/control/replies.js';
import type { ControlFailure } from '../../control/call-control.js';
import { usePolled } from '../stage/use-polled.js';
import { useStage } from '../stage-context.js';
import type { ClockChange, ClockHandle } from './clock-handle.js';
import { useClockChanged } from './use-clock-changed.js';

const LOOK_EVERY_MS = 5_000;
const TICK_MS = 250;

/** The one clock of the page, for the badge, the panel and the commands. */
export const ClockContext = createContext<ClockHandle | null>(null);

/** @throws Error outside of the page of a stage. */
export function useClock(): ClockHandle {
  const handle = useContext(ClockContext);
  if (!handle) throw new Error('useClock works inside ClockContext only');
  return handle;
}

/** The clock of the stage, looked at every few seconds, after each change, and when the log tells of one that somebody else made. */
export function useClockLook(): ClockHandle {
  const { call } = useStage();
  const changedSeq = useClockChanged();
  const { value: clock, receivedAt, refresh, take } = usePolled<ClockView>('/clock', LOOK_EVERY_MS, changedSeq);
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<ControlFailure | null>(null);
  return useMemo(() => {
    const change = async (wanted: ClockChange) => {
      setBusy(true);
      setFailure(null);
      const result = await call<ClockView>('POST', '/clock', wanted);
      setBusy(false);
      if (result.ok) take(result.value);
      else setFailure(result.failure);
      return result.ok ? result.value : null;
    };
    return { clock, receivedAt, isBusy, failure, change, refresh };
  }, [clock, receivedAt, isBusy, failure, call, take, refresh]);
}

/** Stage time now, epoch ms, going on between two looks. */
export function useClockNow({ clock, receivedAt, isBusy }: ClockHandle): number {
  const [tick, setTick] = useState(() => performance.now());
  useEffect(() => {
    const timer = setInterval(() => setTick(performance.now()), TICK_MS);
    return () => clearInterval(timer);
  }, []);
  // While the clock is being moved it stands still, and where it stands is not known here.
  const elapsedMs = Math.max(0, tick - receivedAt);
  return clock ? Date.parse(clock.now) + (isBusy ? 0 : elapsedMs * clock.speed) : 0;
}
