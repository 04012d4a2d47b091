import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react';
import type { ClockView } from '../../../../server/http/control/replies.js';
import { pathInLane } from '../../control/lane-path.js';
import { formatTime } from '../../format/dates.js';
import { type ClockReading, describeWait } from '../../story/stage-time.js';
import { useClockChanged } from '../clock/use-clock-changed.js';
import { usePolled } from '../stage/use-polled.js';

const LOOK_EVERY_MS = 10_000;
const TICK_MS = 250;

const ClockContext = createContext<ClockReading | null>(null);

/** What the clock of a lane says, asked now and then and whenever the log tells that somebody moved it. Null: not known. */
export function useClockReading(lane?: string): ClockReading | null {
  const changedSeq = useClockChanged();
  const { value, receivedAt } = usePolled<ClockView>(pathInLane(lane, '/clock'), LOOK_EVERY_MS, changedSeq);
  return useMemo(
    () => (value ? { nowMs: Date.parse(value.now), speed: value.speed, readAtMs: receivedAt } : null),
    [value, receivedAt],
  );
}

export function ClockProvider({ lane, children }: { lane: string | undefined; children: ReactNode }) {
  return <ClockContext.Provider value={useClockReading(lane)}>{children}</ClockContext.Provider>;
}

/** How long until `at`, going on by itself; the time alone while the clock is not known. */
export function Countdown({ at }: { at: string }) {
  const clock = useContext(ClockContext);
  const [browserMs, setBrowserMs] = useState(() => performance.now());
  useEffect(() => {
    if (!clock || clock.speed === 0) return;
    const timer = setInterval(() => setBrowserMs(performance.now()), TICK_MS);
    return () => clearInterval(timer);
  }, [clock]);
  return (
    <time dateTime={at} title={formatTime(at)}>
      {clock ? describeWait(Date.parse(at), clock, browserMs) : `at ${formatTime(at)}`}
    </time>
  );
}
