import { useEffect, useState } from 'react';
import { toStageTime } from '../../story/stage-time.js';
import { useClockReading } from './stage-clock.js';

const TICK_MS = 1_000;

/** Stage time, epoch ms, renewed every second; the browser's own while the stage's is not known. */
export function useStageNow(): number {
  const clock = useClockReading();
  const [tick, setTick] = useState(() => ({ browserMs: performance.now(), dateMs: Date.now() }));
  useEffect(() => {
    const timer = setInterval(() => setTick({ browserMs: performance.now(), dateMs: Date.now() }), TICK_MS);
    return () => clearInterval(timer);
  }, []);
  return clock ? toStageTime(clock, Math.max(tick.browserMs, clock.readAtMs)) : tick.dateMs;
}
