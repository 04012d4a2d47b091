/** Where `before:` and `after:` draw the line: a position in the log, or an instant as records carry it. */
export type SearchLimit = { seq: number } | { at: string };

const UNIT_MS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const DAY = /^(\d{4})-(\d{2})-(\d{2})(?:[t ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,3})\d*)?)?(z|[+-]\d{2}:?\d{2})?)?$/;
const TIME = /^(\d{1,2}):(\d{2})(?::(\d{2}))?$/;

/**
 * Reads a date, a date with a time (both in the machine's zone unless it says `Z` or an offset), a time of today, `10m` ago, or `#123`.
 * Null for anything else, also for instants that no calendar has.
 */
export function parseSearchLimit(typed: string, nowMs: number): SearchLimit | null {
  const text = typed.trim().toLowerCase();
  if (text.length > 40) return null;
  const seq = /^#(\d{1,15})$/.exec(text)?.[1];
  if (seq !== undefined) return { seq: Number(seq) };
  const ago = /^(\d{1,9})([smhd])$/.exec(text);
  if (ago) return toLimit(nowMs - Number(ago[1]) * (UNIT_MS[ago[2] ?? ''] ?? 0));
  const time = TIME.exec(text);
  if (time) {
    const today = new Date(nowMs);
    return fromParts(today.getFullYear(), today.getMonth(), today.getDate(), readNumbers(time.slice(1)));
  }
  const day = DAY.exec(text);
  if (!day) return null;
  const [year, month, date, ...clock] = readNumbers(day.slice(1, 7)) as [number, number, number, ...number[]];
  const ms = Number((day[7] ?? '').padEnd(3, '0'));
  return fromParts(year, month - 1, date, [...clock, ms], day[8]);
}

/** @param zone `z`, an offset such as `+02:00`, or undefined for the machine's own. */
function fromParts(year: number, month: number, date: number, clock: readonly number[], zone?: string): SearchLimit | null {
  const [hour = 0, minute = 0, second = 0, ms = 0] = clock;
  if (hour > 23 || minute > 59 || second > 59) return null;
  // The calendar would turn 31 February into March silently; UTC is asked because no summer time gets in the way there.
  const calendar = new Date(Date.UTC(2000, month, date));
  calendar.setUTCFullYear(year, month, date);
  if (calendar.getUTCMonth() !== month || calendar.getUTCDate() !== date) return null;
  if (zone !== undefined)
    return toLimit(calendar.getTime() + ((hour * 60 + minute) * 60 + second) * 1_000 + ms - readOffset(zone));
  const local = new Date(2000, 0, 1, hour, minute, second, ms);
  local.setFullYear(year, month, date);
  return toLimit(local.getTime());
}

function readNumbers(texts: readonly (string | undefined)[]): number[] {
  return texts.map((text) => Number(text ?? 0));
}

function readOffset(zone: string): number {
  const [, sign, hours, minutes] = /^([+-])(\d{2}):?(\d{2})$/.exec(zone) ?? [];
  return sign === undefined ? 0 : (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
}

/** Null outside the years that ISO 8601 writes with four digits: only those can be compared as text. */
function toLimit(ms: number): SearchLimit | null {
  const date = new Date(ms);
  const year = date.getUTCFullYear();
  return year >= 0 && year <= 9_999 ? { at: date.toISOString() } : null;
}
