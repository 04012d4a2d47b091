import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { Has } from './securepayapi-bugs.js';

/** Seconds that a signature stays valid, either way. */
const TOLERANCE_SECONDS = 300;

/** True when SecurePayAPI signed these bytes just now. `nowMs` is the time of whoever signs. */
export function isGenuine(headers: IncomingHttpHeaders, body: Buffer, secret: string, nowMs: number, has: Has): boolean {
  const [timestamp, signature] = [headers['x-timestamp'], headers['x-signature']];
  if (has('skips-verification')) return true;
  if (has('takes-unsigned') && signature === undefined) return true;
  if (has('takes-undated') && timestamp === undefined) return true;
  if (typeof timestamp !== 'string' || typeof signature !== 'string' || !/^\d{1,12}$/.test(timestamp)) return false;
  if (has('believes-the-form') && /^[0-9a-f]{64}$/.test(signature)) return true;
  const expected = createHmac('sha256', secret)
    .update(timestamp)
    .update(has('reads-latin1') ? body.toString('latin1') : body)
    .digest('hex');
  const fits = has('compares-the-beginning') ? signature !== '' && expected.startsWith(signature) : isSame(signature, expected);
  return fits && isFresh(nowMs / 1_000 - Number(timestamp), has);
}

function isFresh(ageSeconds: number, has: Has): boolean {
  if (has('ignores-the-time')) return true;
  return ageSeconds <= TOLERANCE_SECONDS && (has('sees-only-old-times') || ageSeconds >= -TOLERANCE_SECONDS);
}

function isSame(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
