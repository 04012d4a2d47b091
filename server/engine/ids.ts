import { randomBytes, randomUUID } from 'node:crypto';
import type { IdSource } from '../providers/provider.js';

const ALPHANUMERIC = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** Names from the operating system's random source. */
export const randomIds: IdSource = {
  hex: (length) =>
    randomBytes(Math.ceil(length / 2))
      .toString('hex')
      .slice(0, length),
  alphanumeric(length) {
    let text = '';
    while (text.length < length) {
      // 248 is the largest multiple of 62 below 256: bytes above it would favour the first letters.
      for (const byte of randomBytes(length)) if (byte < 248 && text.length < length) text += ALPHANUMERIC[byte % 62];
    }
    return text;
  },
  uuid: () => randomUUID(),
};
