import { createCipheriv } from 'node:crypto';

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
