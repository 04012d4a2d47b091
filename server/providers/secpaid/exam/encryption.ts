import type { BodyVariant, ExamProfile } from '../../provider.js';
import { encryptPayload } from '../encryption.js';

const BLOCK_BYTES = 16;

export const encryption: NonNullable<ExamProfile['encryption']> = {
  // Only the nested shape is ever encrypted.
  enable: (key) => ({ settings: { isEncryption: true, webhookFormat: 'nested-json' }, keys: { encryptionKey: key } }),
  keyName: 'encryptionKey',
  encrypt: (plainBody, key) => wrap(encryptPayload(plainBody, key)),
  broken,
};

/** Encrypted bodies that nobody can read: the first two fail at the padding, the last one only afterwards. */
function broken(plainBody: string, key: string): BodyVariant[] {
  const bytes = Buffer.from(encryptPayload(plainBody, key), 'base64');
  return [
    { name: 'encrypted with another key', body: wrap(encryptPayload(plainBody, otherKey(key))) },
    { name: 'the last block cut off', body: wrap(bytes.subarray(0, -BLOCK_BYTES).toString('base64')) },
    { name: 'cut in the middle of a block', body: wrap(bytes.subarray(0, -5).toString('base64')) },
    { name: 'rightly encrypted, but no event inside', body: wrap(encryptPayload('this is no event', key)) },
  ];
}

function wrap(base64: string): string {
  return JSON.stringify({ data: base64 });
}

/** 32 bytes, as the cipher wants, and never the key itself. */
function otherKey(key: string): string {
  const candidate = 'wrong-key-wrong-key-wrong-key-00';
  return candidate === key ? candidate.toUpperCase() : candidate;
}
