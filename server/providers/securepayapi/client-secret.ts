import { createHash, timingSafeEqual } from 'node:crypto';
import type { IdSource } from '../provider.js';

/** Characters of the opaque tail; the sample shows a tail of about this size. */
const tailLength = 24;

/** The part of a client secret that cannot be guessed from the intent's id. */
export function generateTail(ids: IdSource): string {
  return ids.alphanumeric(tailLength);
}

/** Shape from the sample on doc.securepayapi.com/payment-intents. */
export function buildClientSecret(intentId: string, tail: string): string {
  return `pi_${intentId}_secret_${tail}`;
}

/** The intent that a text of that shape speaks of; undefined for anything else. Says nothing about whether the tail is right. */
export function readIntentId(clientSecret: string): string | undefined {
  return /^pi_([0-9a-f]{24})_secret_[A-Za-z0-9]{1,128}$/.exec(clientSecret)?.[1];
}

/** Takes the same time for every wrong secret, whatever its length. */
export function isSameSecret(given: string, expected: string): boolean {
  return timingSafeEqual(digest(given), digest(expected));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text, 'utf8').digest();
}
