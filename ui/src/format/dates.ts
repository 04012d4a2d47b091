import { showUnseen } from './text.js';

const clocks = new Map<string, Intl.DateTimeFormat>();
const days = new Map<string, Intl.DateTimeFormat>();

/** `03:05:12.120` in the reader's time zone (or the named one). What is no date is shown as the text that it is. */
export function formatTime(iso: string, timeZone?: string): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return showUnseen(iso);
  return remember(clocks, timeZone, {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    fractionalSecondDigits: 3,
    hourCycle: 'h23',
  }).format(date);
}

/** `Fri 21 Nov 2025, 03:05:12.120` in the reader's time zone (or the named one). */
export function formatDateTime(iso: string, timeZone?: string): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return showUnseen(iso);
  const parts = remember(days, timeZone, { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' }).formatToParts(
    date,
  );
  const part = (type: string) => parts.find((candidate) => candidate.type === type)?.value ?? '';
  return `${part('weekday')} ${part('day')} ${part('month')} ${part('year')}, ${formatTime(iso, timeZone)}`;
}

/** `850 ms`, `2.4 s`, `1 min 5 s`. */
export function formatDuration(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  if (ms < 59_950) return `${(ms / 1_000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1_000);
  const rest = seconds % 60;
  return rest === 0 ? `${Math.floor(seconds / 60)} min` : `${Math.floor(seconds / 60)} min ${rest} s`;
}

/** Making a formatter costs a hundred times what using it does. */
function remember(
  cache: Map<string, Intl.DateTimeFormat>,
  timeZone: string | undefined,
  options: Intl.DateTimeFormatOptions,
): Intl.DateTimeFormat {
  const key = timeZone ?? '';
  const known = cache.get(key);
  if (known) return known;
  const formatter = new Intl.DateTimeFormat('en-GB', timeZone === undefined ? options : { ...options, timeZone });
  cache.set(key, formatter);
  return formatter;
}
