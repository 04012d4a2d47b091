import { createDecipheriv } from 'node:crypto';

/** What SecPaid says to a payment endpoint, whichever of its documented shapes it came in. Nothing in it is proven. */
export interface SecPaidNotice {
  payId: string;
  /** Lower case, because the pages disagree on `success` and `Success`. */
  status: string;
}

/**
 * Reads a parsed request body: nested JSON (docs.secpaid.com/concepts/payment-endpoint), flat `data[pay_id]` keys
 * (docs.secpaid.com/how-to/payment-endpoint), either of them from a form, or the encrypted form (docs.secpaid.com/concepts/encryption).
 * Undefined when it is none of them, or encrypted with another key.
 */
export function readSecPaidNotice(body: unknown, encryptionKey?: string): SecPaidNotice | undefined {
  if (!isRecord(body)) return undefined;
  if (typeof body.data === 'string') {
    const plain = encryptionKey === undefined ? undefined : decrypt(body.data, encryptionKey);
    return isRecord(plain) && typeof plain.data !== 'string' ? readSecPaidNotice(plain) : undefined;
  }
  const fields = isRecord(body.data) ? body.data : readBracketKeys(body);
  const payId = toText(fields.pay_id);
  const status = toText(fields.status ?? fields.Status)?.toLowerCase();
  return payId === undefined || status === undefined ? undefined : { payId, status };
}

function readBracketKeys(body: Record<string, unknown>): Record<string, unknown> {
  const fields: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(body)) {
    const name = /^data\[(\w+)\]$/.exec(key)?.[1];
    if (name !== undefined) fields[name] = value;
  }
  return fields;
}

function decrypt(base64: string, key: string): unknown {
  try {
    const decipher = createDecipheriv('aes-256-cbc', key, key.slice(0, 16));
    const plain = Buffer.concat([decipher.update(base64, 'base64'), decipher.final()]);
    return JSON.parse(plain.toString('utf8'));
  } catch {
    return undefined;
  }
}

function toText(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
