import type { Redactor } from './redact.js';

/**
 * Bytes with secrets masked; the very same ones when they hold none. Secrets are ASCII in all their written forms, so what is no text stays
 * as it is.
 * @param isCut whether more followed: the beginning of a secret may stand at the end then.
 */
export function maskBytes(
  bytes: Buffer,
  redact: Pick<Redactor, 'hasSecret' | 'maskText' | 'maskCutText'>,
  isCut = false,
): Buffer {
  // One byte, one character.
  const text = bytes.toString('latin1');
  if (!isCut && !redact.hasSecret(text)) return bytes;
  const masked = isCut ? redact.maskCutText(text) : redact.maskText(text);
  return masked === text ? bytes : Buffer.from(masked.replaceAll('…', '...'), 'latin1');
}
