import { createHmac } from 'node:crypto';

/** A receiver as the webhooks page shows it: it signs what comes out when the parsed body is stringified again. */
export function verifyReparsed(secretKey: string, timestamp: string, signature: string, body: string): boolean {
  return hmac(secretKey, timestamp + JSON.stringify(JSON.parse(body))) === signature;
}

/** A receiver that signs the bytes it got. */
export function verifyRaw(secretKey: string, timestamp: string, signature: string, body: string): boolean {
  return hmac(secretKey, timestamp + body) === signature;
}

function hmac(secretKey: string, message: string): string {
  return createHmac('sha256', secretKey).update(message).digest('hex');
}
