/** Less than this between two calls is one moment, ms. */
const ONE_MOMENT_MS = 1;
const MAX_READINGS = 5;

/**
 * Both clocks at one moment. A busy machine takes the processor away between two calls, for tens of milliseconds, and lane time would be
 * behind the wall clock by as much from then on; such a reading is made again.
 */
export function readClocks(wallNow: () => number, monotonicNow: () => number): { wallMs: number; monotonicMs: number } {
  for (let reading = 1; ; reading++) {
    const beforeMs = monotonicNow();
    const wallMs = wallNow();
    const monotonicMs = monotonicNow();
    if (monotonicMs - beforeMs < ONE_MOMENT_MS || reading === MAX_READINGS) return { wallMs, monotonicMs };
  }
}
