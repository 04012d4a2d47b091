import { createHmac } from 'node:crypto';
import { signDelivery } from './signature.js';

export interface WrongSignature {
  /** The present one. */
  key: string;
  /** As sent. */
  body: string;
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
  const known = listKnownFaults(wrong, timestamp).find(({ signature }) => signature === received.trim());
  if (known) return known.says;
  const shape = findShapeFault(received, wrong.expected);
  if (shape) return shape;
  return wrong.body === wrong.announcedBody
    ? 'The body is the one that was announced, so either the key was another one (replaced since, or a wrong one on purpose) or X-Timestamp was changed after signing.'
    : 'The body is not the one that was announced, and the signature fits neither: it was made for other bytes, for another time, or with another key (replaced since, or a wrong one on purpose).';
}

interface KnownFault {
  signature: string;
  says: string;
}

/** Mistakes whose result can be worked out: an equal result names the mistake. */
function listKnownFaults({ key, body, announcedBody, expected }: WrongSignature, timestamp: string): KnownFault[] {
  const hmac = createHmac('sha256', key).update(timestamp, 'utf8').update(body, 'utf8').digest();
  return [
    { signature: expected, says: 'The signature has blanks around it.' },
    { signature: expected.toUpperCase(), says: 'The signature is the right one in upper-case hex; it has to be lower case.' },
    { signature: hmac.toString('base64'), says: 'The signature is the right one in base64; it has to be hex.' },
    {
      signature: signDelivery(key, timestamp, announcedBody),
      says: 'The body was changed after it was signed: the signature fits the body as it was announced.',
    },
    {
      signature: signDelivery(key.replace(/^sp_secret_/, ''), timestamp, body),
      says: 'The key was used without its prefix "sp_secret_"; the whole key signs.',
    },
    {
      signature: signDelivery(key, `${timestamp}.`, body),
      says: 'A dot was put between timestamp and body; nothing stands between them.',
    },
    { signature: signDelivery(key, '', body), says: 'Only the body was signed; the timestamp stands before it.' },
    {
      signature: createHmac('sha256', key).update(timestamp, 'utf8').update(body, 'latin1').digest('hex'),
      says: 'The body was signed as Latin-1; its UTF-8 bytes have to be signed.',
    },
    {
      signature: signDelivery(key, timestamp, reserialise(body)),
      says: 'The body was parsed and written anew before it was signed; the bytes that are sent have to be signed.',
    },
    {
      signature: signDelivery(key, timestamp.replace(/\d{3}$/, ''), body),
      says: 'X-Timestamp is in milliseconds, and seconds were signed.',
    },
  ];
}

function findShapeFault(received: string, expected: string): string | undefined {
  if (received.endsWith(`=${expected}`))
    return 'Something stands before the signature, such as "sha256="; the header has the hex alone.';
  if (received.includes(', ')) return 'The header X-Signature was sent more than once.';
  if (/^[0-9a-f]{64}$/.test(received)) return undefined;
  return 'It has not the form of a signature, which is 64 lower-case hex digits.';
}

function reserialise(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body));
  } catch {
    return body;
  }
}
