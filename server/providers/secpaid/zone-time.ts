const formats = new Map<string, Intl.DateTimeFormat>();

/** `YYYY-MM-DD HH:MM:SS` on the clocks of a time zone, without offset, as SecPaid writes its times. */
export function formatLocalTime(atMs: number, timeZone: string): string {
  const parts: Record<string, string> = {};
  for (const { type, value } of formatFor(timeZone).formatToParts(atMs)) parts[type] = value;
  return `${parts.year}-${parts.month}-${parts.day} ${parts.hour}:${parts.minute}:${parts.second}`;
}

/** `YYYY-MM-DD` on the calendar of a time zone. */
export function formatLocalDay(atMs: number, timeZone: string): string {
  return formatLocalTime(atMs, timeZone).slice(0, 10);
}

/** The day after `day` (`YYYY-MM-DD`), on the calendar alone. */
export function nextDay(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
}

/** True for a day that stands in the calendar. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const atMs = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(atMs) && new Date(atMs).toISOString().startsWith(text);
}

/** Making a format costs far more than using one. */
function formatFor(timeZone: string): Intl.DateTimeFormat {
  let format = formats.get(timeZone);
  if (!format) {
    const twoDigits = '2-digit';
    format = new Intl.DateTimeFormat('en-GB', {
      timeZone,
      year: 'numeric',
      month: twoDigits,
      day: twoDigits,
      hour: twoDigits,
      minute: twoDigits,
      second: twoDigits,
      hourCycle: 'h23',
    });
    formats.set(timeZone, format);
  }
  return format;
}
