import { createHmac } from 'node:crypto';
import type { MessageToSign } from '../../provider.js';

/** How a signature comes about, step by step. A step that cannot be taken with what it is given answers null. */
export interface Construction {
  key(secret: string): Buffer | null;
  time(timestamp: string, body: Buffer): string | null;
  body(body: Buffer): Buffer | null;
  /** The string to sign. */
  join(time: Buffer, body: Buffer): Buffer;
  digest(key: Buffer, message: Buffer): Buffer;
  write(mac: Buffer): string;
}

export type Step = keyof Construction;

/** As the provider does it. Source: doc.securepayapi.com/webhooks. */
export const rightConstruction: Construction = {
  key: (secret) => Buffer.from(secret, 'utf8'),
  time: (timestamp) => timestamp,
  body: (body) => body,
  join: (time, body) => Buffer.concat([time, body]),
  digest: (key, message) => createHmac('sha256', key).update(message).digest(),
  write: (mac) => mac.toString('hex'),
};

/** The signature that comes out; null when a step cannot be taken. */
export function construct(steps: Construction, { secret, timestamp, body }: MessageToSign): string | null {
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  const key = steps.key(secret);
  const time = steps.time(timestamp, bytes);
  const signed = steps.body(bytes);
  if (key === null || time === null || signed === null) return null;
  return steps.write(steps.digest(key, steps.join(Buffer.from(time, 'utf8'), signed)));
}

/** The same with some steps taken otherwise. */
export function constructWrongly(message: MessageToSign, ...wrong: readonly Partial<Construction>[]): string | null {
  return construct(Object.assign({}, rightConstruction, ...wrong) as Construction, message);
}
