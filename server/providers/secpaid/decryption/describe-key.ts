const KEY_BYTES = 32;

/** Why a text is not an AES-256 key as it stands, exactly; null when it is. */
export function describeKey(key: string): string | null {
  const bytes = Buffer.byteLength(key, 'utf8');
  if (bytes === KEY_BYTES) return null;
  return `The key has ${bytes} bytes; AES-256 takes exactly ${KEY_BYTES}.${guess(key, bytes)}`;
}

function guess(key: string, bytes: number): string {
  const bare = key.replace(/^(["'])(.*)\1$/s, '$2');
  if (Buffer.byteLength(key.trim()) === KEY_BYTES) return ' There are blanks or a line break around it.';
  if (bare !== key && Buffer.byteLength(bare) === KEY_BYTES) return ' There are quotes around it.';
  if (/^[0-9a-f]{64}$/i.test(key))
    return ' It looks like 32 bytes in hex; the key is 32 characters of text, and nothing is decoded.';
  if (/^[A-Za-z0-9+/]{43}=$/.test(key))
    return ' It looks like 32 bytes in base64; the key is 32 characters of text, and nothing is decoded.';
  if (key.length === KEY_BYTES) return ' It has 32 characters, but some of them take more than one byte in UTF-8.';
  if (bytes === 16 || bytes === 24) return ` With ${bytes} bytes it would be a key of AES-${bytes * 8}.`;
  const difference = Math.abs(bytes - KEY_BYTES);
  const many = difference === 1 ? '1 byte is' : `${difference} bytes are`;
  return bytes < KEY_BYTES ? ` ${many} missing.` : ` ${many} too many.`;
}
