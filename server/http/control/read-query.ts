import { HarnessError } from '../../domain/errors.js';

/** @throws HarnessError `invalid_query` for anything but a whole number in the range. */
export function readWhole(query: URLSearchParams, name: string, least: number, most: number, otherwise: number): number {
  const text = query.get(name);
  if (text === null) return otherwise;
  const value = Number(text);
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw new HarnessError('invalid_query', `${name} must be a whole number from ${least} to ${most}, not "${text}".`);
}
