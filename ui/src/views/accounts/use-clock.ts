import { useEffect, useState } from 'react';
import type { ClockView } from '../../../../server/http/control/replies.js';
import type { ControlFailure } from '../../control/call-control.js';
import { usePolled } from '../stage/use-polled.js';
import { useStage } from '../stage-context.js';

const LOOK_EVERY_MS = 5_000;
const TICK_MS = 250;

export type ClockChange = { speed: number } | { advanceMs: number } | { jumpTo: 'next-timer' };

export interface ClockHandle {
  clock: ClockView | null;
  /** Stage time now, epoch ms, going on between two looks. */
  nowMs: number;
  /** True while a change is under way; it ends when whatever came due is done. */
  isBusy: boolean;
  failure: ControlFailure | null;
  change(change: ClockChange): Promise<void>;
  refresh(): Promise<void>;
}

/** The clock of the stage, looked at every few seconds and after each change. */
export function useClock(): ClockHandle {
  const { call } = useStage();
  const { value: clock, receivedAt, refresh, take } = usePolled<ClockView>('/clock', LOOK_EVERY_MS);
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<ControlFailure | null>(null);
  const [tick, setTick] = useState(() => performance.now());
  useEffect(() => {
    const timer = setInterval(() => setTick(performance.now()), TICK_MS);
    return () => clearInterval(timer);
  }, []);

  const change = async (wanted: ClockChange) => {
    setBusy(true);
    setFailure(null);
    const result = await call<ClockView>('POST', '/clock', wanted);
    setBusy(false);
    if (result.ok) take(result.value);
    else setFailure(result.failure);
  };
  // While the clock is being moved it stands still, and where it stands is not known here.
  const elapsedMs = Math.max(0, tick - receivedAt);
  const nowMs = clock ? Date.parse(clock.now) + (isBusy ? 0 : elapsedMs * clock.speed) : 0;
  return { clock, nowMs, isBusy, failure, change, refresh };
}
