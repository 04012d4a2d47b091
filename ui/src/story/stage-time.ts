import { sayDurationRoughly } from '../schema-form/durations.js';

/** The clock of the stage as it was read, with the browser's own time at that moment. */
export interface ClockReading {
  /** Stage time, epoch ms. */
  nowMs: number;
  /** 1 is real time, 0 stands. */
  speed: number;
  /** On the clock of `performance.now()`. */
  readAtMs: number;
}

/** Stage time at a moment of the browser's clock. */
export function toStageTime({ nowMs, speed, readAtMs }: ClockReading, browserMs: number): number {
  return nowMs + Math.max(0, browserMs - readAtMs) * speed;
}

/** How long until `dueMs`: real time, because that is what somebody waits for. */
export function describeWait(dueMs: number, clock: ClockReading, browserMs: number): string {
  const leftMs = dueMs - toStageTime(clock, browserMs);
  if (leftMs <= 0) return 'now';
  if (clock.speed === 0) return `in ${sayDurationRoughly(leftMs)} of stage time; the clock stands`;
  const realMs = leftMs / clock.speed;
  const stage = clock.speed === 1 ? '' : ` (${sayDurationRoughly(leftMs)} of stage time)`;
  return `in ${sayDurationRoughly(realMs)}${stage}`;
}

/** Age of something that happened at `atMs`: `3 min`; `now` below a second. */
export function describeAge(atMs: number, nowMs: number): string {
  const ageMs = nowMs - atMs;
  if (ageMs < 1_000) return 'now';
  return sayDurationRoughly(ageMs).split(/ (?=\d)/)[0] ?? '';
}
