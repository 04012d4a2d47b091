import { createHmac } from 'node:crypto';

/**
 * Lower-case hex HMAC-SHA256 over the timestamp header and the body, with nothing between them; texts as UTF-8. The key is the whole
 * secret key with its prefix: the pages know no other secret. Source: doc.securepayapi.com/webhooks.
 */
export function signDelivery(secretKey: string, timestamp: string, body: string | Buffer): string {
  return createHmac('sha256', secretKey).update(timestamp, 'utf8').update(body).digest('hex');
}

/** X-Timestamp: Unix seconds, rounded down. */
export function toTimestamp(nowMs: number): string {
  return String(Math.floor(nowMs / 1000));
}
