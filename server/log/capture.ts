import { isUtf8 } from 'node:buffer';
import { MAX_BODY_BYTES } from '../protocol/limits.js';
import type { CapturedBody } from '../protocol/records.js';

/**
 * A body as a record keeps it: text when the bytes are UTF-8, base64 otherwise, at most `maxBytes` of it.
 * @param sizeBytes size on the wire, when `bytes` is already only the beginning.
 */
export function captureBody(bytes: Buffer, maxBytes = MAX_BODY_BYTES, sizeBytes = bytes.length): CapturedBody {
  const kept = bytes.subarray(0, Math.min(maxBytes, bytes.length));
  const isCut = sizeBytes > kept.length;
  const whole = isCut ? dropBrokenCharacter(kept) : kept;
  const content = isUtf8(whole) ? { text: whole.toString('utf8') } : { base64: kept.toString('base64') };
  return isCut ? { ...content, sizeBytes, isCut } : { ...content, sizeBytes };
}

/** A cut may fall inside a character of up to four bytes; that character is left out, so that text stays text. */
function dropBrokenCharacter(bytes: Buffer): Buffer {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const lead = bytes[bytes.length - back] ?? 0;
    if (lead < 0x80) return bytes;
    if (lead < 0xc0) continue;
    const needed = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
    return needed > back ? bytes.subarray(0, bytes.length - back) : bytes;
  }
  return bytes;
}
