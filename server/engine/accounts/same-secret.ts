import { timingSafeEqual } from 'node:crypto';

/** Compares without telling by its duration how much of the value was right. */
export function isSameSecret(expected: string, given: string): boolean {
  const left = Buffer.from(expected);
  const right = Buffer.from(given);
  if (left.length === 0) return false;
  // Of two lengths the expected value is compared with itself, so that the time taken is the same.
  return timingSafeEqual(left, left.length === right.length ? right : left) && left.length === right.length;
}
