import { HarnessError } from '../domain/errors.js';
import { parseDuration } from '../domain/parse-duration.js';

/** A number of ms, or text with units: `200ms`, `5s`, `3m`, `2h`, `1d`. */
export type Duration = number | string;

/** @throws HarnessError `invalid_duration`. */
export function toMs(duration: Duration): number {
  const ms = typeof duration === 'number' ? duration : parseDuration(duration);
  if (ms !== undefined && Number.isFinite(ms) && ms >= 0) return ms;
  throw new HarnessError('invalid_duration', `"${duration}" is no duration.`, {
    hint: 'Give a number of milliseconds from 0 up, or text such as 200ms, 5s, 3m, 2h or 1d.',
  });
}
