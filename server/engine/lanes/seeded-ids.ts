import { createHash } from 'node:crypto';
import type { IdSource } from '../../providers/provider.js';

const ALPHANUMERIC = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/**
 * Names that the same seed gives again, in the shapes of `randomIds`. For tests: whoever knows the seed knows every key made from it.
 * @param scope makes two sources of the same seed differ, such as the name of a lane.
 */
export function createSeededIds(seed: string, scope: string): IdSource {
  // The lengths keep ("a", "bc") and ("ab", "c") apart.
  const digest = createHash('sha256').update(`${seed.length}:${seed}:${scope}`).digest();
  const next = createXoshiro128([0, 4, 8, 12].map((offset) => digest.readUInt32LE(offset)));
  const hex = (length: number) => {
    let text = '';
    while (text.length < length) text += next().toString(16).padStart(8, '0');
    return text.slice(0, length);
  };
  return {
    hex,
    alphanumeric(length) {
      let text = '';
      while (text.length < length) {
        // As in `randomIds`: above the largest multiple of 62 the first letters would be favoured. The high bits are the better ones.
        const byte = next() >>> 24;
        if (byte < 248) text += ALPHANUMERIC[byte % 62];
      }
      return text;
    },
    uuid() {
      const digits = hex(32);
      const variant = '89ab'[Number.parseInt(digits[16] ?? '0', 16) % 4];
      return [
        digits.slice(0, 8),
        digits.slice(8, 12),
        `4${digits.slice(13, 16)}`,
        `${variant}${digits.slice(17, 20)}`,
        digits.slice(20),
      ].join('-');
    },
  };
}

/**
 * xoshiro128** 1.1 by David Blackman and Sebastiano Vigna: 32 bits at a time, period 2^128 - 1. Not for secrets.
 * Source: prng.di.unimi.it/xoshiro128starstar.c (public domain).
 * @param seed four words of 32 bits, not all zero.
 */
export function createXoshiro128(seed: readonly number[]): () => number {
  let [a = 0, b = 0, c = 0, d = 1] = seed;
  return () => {
    const result = Math.imul(rotateLeft(Math.imul(b, 5), 7), 9) >>> 0;
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = rotateLeft(d, 11);
    return result;
  };
}

function rotateLeft(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits));
}
