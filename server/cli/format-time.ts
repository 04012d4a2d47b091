/** The time of day of an instant, in the machine's zone: `15:04:05.123`. */
export function toClockTime(instant: string): string {
  const date = new Date(instant);
  const pad = (value: number, width = 2) => String(value).padStart(width, '0');
  return `${pad(date.getHours())}:${pad(date.getMinutes())}:${pad(date.getSeconds())}.${pad(date.getMilliseconds(), 3)}`;
}

/** Day and time of an instant, in the machine's zone: `2026-05-04 15:04:05`. */
export function toDayTime(instant: string): string {
  const date = new Date(instant);
  const pad = (value: number) => String(value).padStart(2, '0');
  return `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())} ${toClockTime(instant).slice(0, 8)}`;
}
