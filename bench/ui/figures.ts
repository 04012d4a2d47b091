import type { FrameSamples } from './watch-frames.js';

/** How smooth the page was. */
export interface Smoothness {
  framesPerSecond: number;
  p99FrameMs: number;
  longestFrameMs: number;
  framesOver25Ms: number;
  framesOver50Ms: number;
  framesOver100Ms: number;
}

export function describeFrames({ frameMs }: FrameSamples): Smoothness {
  const totalMs = frameMs.reduce((sum, ms) => sum + ms, 0);
  const countOver = (limitMs: number) => frameMs.filter((ms) => ms > limitMs).length;
  return {
    framesPerSecond: round((frameMs.length / totalMs) * 1_000),
    p99FrameMs: round(quantile(frameMs, 0.99)),
    longestFrameMs: round(Math.max(...frameMs)),
    framesOver25Ms: countOver(25),
    framesOver50Ms: countOver(50),
    framesOver100Ms: countOver(100),
  };
}

/** Time from the writing of a record to the frame that shows it, ms. */
export function describeAges(written: readonly [number, number][], { seen }: FrameSamples): { p50Ms: number; p99Ms: number } {
  const ages: number[] = [];
  let index = 0;
  for (const [seq, shownMs] of seen) {
    while (index < written.length && (written[index]?.[0] ?? 0) < seq) index++;
    const entry = written[index];
    if (!entry) break;
    if (index > 0) ages.push(Math.max(0, shownMs - entry[1]));
  }
  return { p50Ms: round(quantile(ages, 0.5)), p99Ms: round(quantile(ages, 0.99)) };
}

export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

export function round(value: number): number {
  return Math.round(value * 10) / 10;
}
