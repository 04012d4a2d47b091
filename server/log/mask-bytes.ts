import type { Redactor } from './redact.js';

/** Bytes with secrets masked; the very same ones when they hold none. Secrets are ASCII in all their written forms, so what is no text stays as it is. */
export function maskBytes(bytes: Buffer, redact: Pick<Redactor, 'hasSecret' | 'maskText'>): Buffer {
  // One byte, one character.
  const text = bytes.toString('latin1');
  if (!redact.hasSecret(text)) return bytes;
  return Buffer.from(redact.maskText(text).replaceAll('…', '...'), 'latin1');
}
