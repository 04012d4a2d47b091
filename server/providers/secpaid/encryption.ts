import { createCipheriv, createDecipheriv } from 'node:crypto';

/** The key is used as it is, so its UTF-8 form must be the 32 bytes that AES-256 takes. */
export function isUsableKey(key: string): boolean {
  return Buffer.byteLength(key, 'utf8') === 32;
}

/**
 * AES-256-CBC with PKCS#7 padding, base64. The initialisation vector is the beginning of the key, as SecPaid describes it: equal
 * beginnings encrypt alike. Source: docs.secpaid.com/concepts/encryption (its sample in OpenSSL's salted form contradicts its text).
 * @throws RangeError for a key that is not 32 bytes.
 */
export function encryptPayload(plain: string, key: string): string {
  const keyBytes = Buffer.from(key, 'utf8');
  const cipher = createCipheriv('aes-256-cbc', keyBytes, keyBytes.subarray(0, 16));
  return Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]).toString('base64');
}

/** The reverse of `encryptPayload`; undefined where key and text do not belong together, and for a result that is no text. */
export function decryptPayload(base64: string, key: string): string | undefined {
  if (!isUsableKey(key)) return undefined;
  const keyBytes = Buffer.from(key, 'utf8');
  const decipher = createDecipheriv('aes-256-cbc', keyBytes, keyBytes.subarray(0, 16));
  try {
    const bytes = Buffer.concat([decipher.update(base64, 'base64'), decipher.final()]);
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** The base64 in an encrypted webhook body, `{"data":"..."}`; undefined for any other body. */
export function readCiphertext(body: string): string | undefined {
  return /^\s*\{\s*"data"\s*:\s*"([A-Za-z0-9+/]+={0,2})"\s*\}\s*$/.exec(body)?.[1];
}
