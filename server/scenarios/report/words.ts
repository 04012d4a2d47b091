import type { ScenarioResult } from '../run/results.js';
import { type Counts, countScenarios, judgeRun, type Report } from './report.js';

/** A length of real time: `0 ms`, `950 ms`, `1.2 s`, `2 min 5 s`. */
export function sayDuration(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  if (ms < 59_950) return `${(ms / 1_000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1_000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/** `3 passed, 1 failed, 2 not played`; what there is none of is left out. */
export function sayCounts({ passed, failed, broken, notPlayed }: Counts): string {
  const parts: [number, string][] = [
    [passed, 'passed'],
    [failed, 'failed'],
    [broken, 'broken'],
    [notPlayed, 'not played'],
  ];
  const said = parts.filter(([count]) => count > 0).map(([count, word]) => `${count} ${word}`);
  return said.length === 0 ? 'no scenario was played' : said.join(', ');
}

/** The run in one line. */
export function sayRun(report: Report): string {
  const why = report.stopped === 'signal' ? '; stopped by hand' : report.stopped === 'bail' ? '; stopped after the first' : '';
  const nothing = judgeRun(report) === 'nothing_checked' ? '; nothing was checked' : '';
  return `${sayCounts(countScenarios(report))} in ${sayDuration(report.durationMs)}${why}${nothing}`;
}

/** What does not stand in the verdict, each a line: `not asked  acted (line 17): no probe`. */
export function sayLimits({ notAsked, withoutTarget }: ScenarioResult): string[] {
  const reasons = [...new Set(notAsked.map(({ why }) => why))];
  const left = reasons.map((reason) => {
    const parts = notAsked.filter(({ why }) => why === reason).map(({ what, place }) => `${what} (line ${place.line})`);
    return `not asked  ${[...new Set(parts)].join(', ')}: ${reason}`;
  });
  const open = withoutTarget.map(
    (provider) => `no target  for ${provider}: the built-in receiver took its events, and takes everything`,
  );
  return [...left, ...open];
}

export function sayCount(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}
