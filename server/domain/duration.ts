const UNITS: readonly [ms: number, word: string][] = [
  [86_400_000, 'd'],
  [3_600_000, 'h'],
  [60_000, 'min'],
  [1_000, 's'],
];

/** A delay in the largest unit that says it within a tenth: `30 s`, `2 min`, `1.5 h`, `250 ms`. */
export function sayDuration(ms: number): string {
  for (const [unitMs, word] of UNITS) {
    if (ms < unitMs) continue;
    const tenths = Math.round((ms / unitMs) * 10) / 10;
    return `${tenths} ${word}`;
  }
  return `${Math.max(0, Math.round(ms))} ms`;
}
