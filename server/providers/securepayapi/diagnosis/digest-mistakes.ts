import { createHash, createHmac } from 'node:crypto';
import type { CauseId, Mistake } from './mistake.js';

const hash =
  (name: string) =>
  (...parts: Buffer[]): Buffer =>
    createHash(name).update(Buffer.concat(parts)).digest();
const sha256 = hash('sha256');

/** Another hash than HMAC-SHA256. */
const hashMistakes: readonly Mistake[] = [
  ...(
    [
      ['sha1', 'SHA-1'],
      ['sha512', 'SHA-512'],
      ['sha384', 'SHA-384'],
      ['md5', 'MD5'],
      ['sha3-256', 'SHA3-256'],
    ] as const
  ).map(([name, title]) =>
    defineHash(`hash-${name}`, `HMAC with ${title}`, (key, message) => createHmac(name, key).update(message).digest()),
  ),
  defineHash('hash-plain', 'SHA-256 over secret and message, without HMAC', (key, message) => sha256(key, message)),
  defineHash('hash-plain-after', 'SHA-256 over message and secret, without HMAC', (key, message) => sha256(message, key)),
  defineHash('hash-no-key', 'SHA-256 over the message alone, without the secret', (_key, message) => sha256(message)),
  defineHash('hash-swapped', 'HMAC-SHA256 with secret and message in each other’s place', (key, message) =>
    createHmac('sha256', message).update(key).digest(),
  ),
  defineHash('hash-of-hash', 'HMAC-SHA256 over the SHA-256 of the message', (key, message) =>
    createHmac('sha256', key).update(sha256(message).toString('hex')).digest(),
  ),
];

const HEX = 'X-Signature has lower-case hex and nothing else.';

/** The right bytes, written otherwise. */
const writingMistakes: readonly Mistake[] = [
  defineWriting('hex-upper-case', 'upper-case-hex', 'in upper-case hex', (mac) => mac.toString('hex').toUpperCase()),
  defineWriting('base64', 'base64-signature', 'in base64', (mac) => mac.toString('base64')),
  defineWriting('base64-unpadded', 'base64-signature', 'in base64 without padding', (mac) =>
    mac.toString('base64').replace(/(?<!=)=+$/, ''),
  ),
  defineWriting('base64-url', 'base64-signature', 'in base64 for URLs', (mac) => mac.toString('base64url')),
  defineWriting('base64-of-hex', 'base64-signature', 'in hex and then in base64', (mac) =>
    Buffer.from(mac.toString('hex')).toString('base64'),
  ),
  defineWriting('prefix-sha256', 'expects-prefix', 'with "sha256=" before it', (mac) => `sha256=${mac.toString('hex')}`),
  defineWriting(
    'prefix-sha256-base64',
    'expects-prefix',
    'in base64 with "sha256=" before it',
    (mac) => `sha256=${mac.toString('base64')}`,
  ),
  defineWriting('prefix-v1', 'expects-prefix', 'with "v1=" before it', (mac) => `v1=${mac.toString('hex')}`),
  defineWriting(
    'prefix-hmac-sha256',
    'expects-prefix',
    'with "hmac-sha256=" before it',
    (mac) => `hmac-sha256=${mac.toString('hex')}`,
  ),
  defineWriting('prefix-0x', 'expects-prefix', 'with "0x" before it', (mac) => `0x${mac.toString('hex')}`),
  defineWriting('hex-with-dashes', 'mangled-signature', 'in hex with dashes, as .NET writes bytes', (mac) =>
    (mac.toString('hex').toUpperCase().match(/../g) ?? []).join('-'),
  ),
  defineWriting('hex-first-half', 'mangled-signature', 'cut off after 32 digits', (mac) => mac.toString('hex').slice(0, 32)),
];

export const digestMistakes: readonly Mistake[] = [...hashMistakes, ...writingMistakes];

function defineHash(id: string, title: string, digest: (key: Buffer, message: Buffer) => Buffer): Mistake {
  const sentence = `The signature was made with ${title}; it is HMAC-SHA256 with the secret as the key.`;
  return { id, cause: 'wrong-hash', step: 'digest', sentence, habit: `uses ${title}`, change: { digest } };
}

function defineWriting(id: string, cause: CauseId, how: string, write: (mac: Buffer) => string): Mistake {
  return {
    id,
    cause,
    step: 'write',
    sentence: `The signature is the right one ${how}; ${HEX}`,
    habit: `expects the signature ${how}`,
    change: { write },
  };
}
