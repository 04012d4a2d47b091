import type { ProviderCodec } from '../provider.js';
import { decryptBody } from './decryption/decrypt-body.js';
import { describeKey } from './decryption/describe-key.js';
import { encryptPayload } from './encryption.js';

/** Encrypts and decrypts without a stage. */
export const codec: ProviderCodec = {
  encryption: {
    keyName: 'encryptionKey',
    checkKey: describeKey,
    encrypt: (payload, key) => JSON.stringify({ data: encryptPayload(payload, key) }),
    decrypt: decryptBody,
  },
};
