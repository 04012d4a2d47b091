import { findMistakes } from './diagnosis/verify-signature.js';
import { signDelivery } from './signature.js';

export interface WrongSignature {
  /** The present one. */
  key: string;
  /** As sent. */
  body: string | Buffer;
  /** As the event was announced. */
  announcedBody: string;
  timestamp: string | undefined;
  received: string | undefined;
  expected: string;
}

/** Why a signature does not verify, as far as it can be known: the key of the time of sending is kept nowhere. */
export function findSignatureFault(wrong: WrongSignature): string {
  const { timestamp, received } = wrong;
  if (received === undefined) return 'The header X-Signature is missing, so there is nothing to compare.';
  if (timestamp === undefined) return 'The header X-Timestamp is missing, so half of the string to sign is missing.';
  const { key, body, announcedBody, expected } = wrong;
  if (body.toString() !== announcedBody && signDelivery(key, timestamp, announcedBody) === received)
    return 'The body was changed after it was signed: the signature fits the body as it was announced.';
  const bytes = typeof body === 'string' ? Buffer.from(body, 'utf8') : body;
  const known = findMistakes({ secret: key, timestamp, body: bytes }, received, expected);
  if (known.length > 0) return known.map(({ sentence }) => sentence).join(' And: ');
  return wrong.body.toString() === wrong.announcedBody
    ? 'The body is the one that was announced, so either the key was another one (replaced since, or a wrong one on purpose) or X-Timestamp was changed after signing.'
    : 'The body is not the one that was announced, and the signature fits neither: it was made for other bytes, for another time, or with another key (replaced since, or a wrong one on purpose).';
}
