import { randomBytes, randomUUID } from 'node:crypto';
import type { IdSource } from '../../providers/provider.js';

const ALPHANUMERIC = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
/** Asking the operating system costs the same for a few bytes as for many. */
const POOL_BYTES = 4_096;

let pool = Buffer.alloc(0);

/** Names from the operating system's random source. */
export const randomIds: IdSource = {
  hex: (length) =>
    takeBytes(Math.ceil(length / 2))
      .toString('hex')
      .slice(0, length),
  alphanumeric(length) {
    let text = '';
    while (text.length < length) {
      // 248 is the largest multiple of 62 below 256: bytes above it would favour the first letters.
      for (const byte of takeBytes(length)) if (byte < 248 && text.length < length) text += ALPHANUMERIC[byte % 62];
    }
    return text;
  },
  uuid: () => randomUUID(),
};

/** Bytes that nobody was given before. */
function takeBytes(count: number): Buffer {
  if (count > pool.length) pool = randomBytes(Math.max(count, POOL_BYTES));
  const taken = pool.subarray(0, count);
  pool = pool.subarray(count);
  return taken;
}
