import { createDecipheriv } from 'node:crypto';

export interface Way {
  cipher: 'aes-256-cbc' | 'aes-192-cbc' | 'aes-128-cbc' | 'aes-256-ecb' | 'aes-256-ctr';
  key: Buffer;
  /** Null for a cipher without one. */
  iv: Buffer | null;
  /** PKCS#7 padding is checked and taken off. Default true. */
  isPadded?: boolean;
}

/** What comes out; null where key, vector, length or padding do not fit. */
export function open(bytes: Buffer, { cipher, key, iv, isPadded = true }: Way): Buffer | null {
  try {
    const decipher = createDecipheriv(cipher, key, iv).setAutoPadding(isPadded);
    return Buffer.concat([decipher.update(bytes), decipher.final()]);
  } catch {
    return null;
  }
}

/** Bytes as text; null for no bytes and for what is no UTF-8. */
export function readText(bytes: Buffer | null | undefined): string | null {
  if (bytes === null || bytes === undefined || bytes.length === 0) return null;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}

export function isJson(text: string): boolean {
  try {
    return typeof JSON.parse(text) === 'object';
  } catch {
    return false;
  }
}
