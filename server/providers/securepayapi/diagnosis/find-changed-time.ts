import type { MessageToSign } from '../../provider.js';
import { constructWrongly } from './construction.js';

const HOUR_SECONDS = 3_600;
/** Bytes that may be signed to look for another time. */
const MAX_BYTES = 20_000_000;

/** Looks for the time that was signed: any second within an hour, and whole hours within a day, as wrong time zones make them. */
export function findChangedTime(message: MessageToSign, received: string): string | null {
  const seconds = Number(message.timestamp);
  if (!/^\d{1,11}$/.test(message.timestamp)) return null;
  const reach = Math.min(HOUR_SECONDS, Math.floor(MAX_BYTES / 2 / (message.body.byteLength + 100)));
  const hours = Array.from({ length: 24 }, (_, index) => (index + 1) * HOUR_SECONDS);
  const near = Array.from({ length: reach }, (_, index) => index + 1);
  for (const distance of [...near, ...hours]) {
    for (const shift of [distance, -distance]) {
      if (constructWrongly({ ...message, timestamp: String(seconds + shift) }) !== received) continue;
      const direction = shift > 0 ? 'later' : 'earlier';
      return `The signature was made for another time, ${distance} s ${direction} (${seconds + shift}); the one in X-Timestamp has to be signed.`;
    }
  }
  return null;
}
