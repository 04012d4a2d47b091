const UNITS: readonly [word: string, ms: number][] = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1_000],
  ['ms', 1],
];

/** Exactly: `30 s`, `1 h 30 min`, `250 ms`; the largest unit is the day. */
export function sayDuration(ms: number): string {
  if (ms < 0) return `-${sayDuration(-ms)}`;
  const parts: string[] = [];
  let rest = ms;
  for (const [word, unitMs] of UNITS) {
    const count = word === 'ms' ? rest : Math.floor(rest / unitMs);
    rest -= count * unitMs;
    if (count > 0) parts.push(`${Math.round(count * 1_000) / 1_000} ${word}`);
  }
  return parts.join(' ') || '0 s';
}

/** The two largest parts only, for what changes while it is read: `6 h 12 min`. */
export function sayDurationRoughly(ms: number): string {
  if (ms < 1_000) return 'less than 1 s';
  return sayDuration(Math.round(ms / 1_000) * 1_000)
    .split(/ (?=\d)/)
    .slice(0, 2)
    .join(' ');
}

/** What `sayDuration` writes, and figures without a unit, which are milliseconds: `30 s`, `1h30min`, `1.5 h`, `250`. Null: no duration. */
export function readDuration(typed: string): number | null {
  const text = typed.trim().toLowerCase();
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text);
  if (!/^(\d+(\.\d+)?\s*[a-z]+\s*)+$/.test(text)) return null;
  let ms = 0;
  for (const [, figure = '', word = ''] of text.matchAll(/(?<![\d.])(\d+(?:\.\d+)?)\s*([a-z]+)/g)) {
    const unitMs = ALIASES[word];
    if (unitMs === undefined) return null;
    ms += Number(figure) * unitMs;
  }
  return Math.round(ms * 1_000) / 1_000;
}

const ALIASES: Readonly<Record<string, number>> = {
  ...Object.fromEntries(UNITS),
  m: 60_000,
  sec: 1_000,
  second: 1_000,
  seconds: 1_000,
  minute: 60_000,
  minutes: 60_000,
  hour: 3_600_000,
  hours: 3_600_000,
  day: 86_400_000,
  days: 86_400_000,
};
