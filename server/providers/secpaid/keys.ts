import type { KeySpec } from '../provider.js';
import { isUsableKey } from './encryption.js';

/**
 * Source for all but the encryption key: docs.secpaid.com/api-doc/keys and /how-to/recipient-token; lengths as in their samples. What a
 * value chosen by hand may be is ours: wide enough for every sample, and fit for the header or field that carries it.
 */
export const keys: readonly KeySpec[] = [
  {
    name: 'token',
    title: 'API token (header "token")',
    isSecret: true,
    generate: (ids) => ids.alphanumeric(32),
    check: (value) => (/^[!-~]{8,200}$/.test(value) ? null : 'it must have 8 to 200 visible ASCII characters and no blanks'),
  },
  {
    name: 'userId',
    title: 'User id',
    isSecret: false,
    generate: (ids) => ids.uuid(),
    check: (value) => (UUID.test(value) ? null : 'it must be a UUID, such as 3f0c9a52-7d1e-4b86-9c55-0a1b2c3d4e5f'),
  },
  {
    name: 'recipientToken',
    title: 'Recipient token for split links',
    isSecret: false,
    generate: (ids) => ids.alphanumeric(16),
    check: (value) =>
      /^[\w-]{1,200}$/.test(value) ? null : 'it must have 1 to 200 characters, all of them letters, digits, - or _',
  },
  {
    // docs.secpaid.com/concepts/encryption: 32 characters that are the AES key themselves.
    name: 'encryptionKey',
    title: 'Webhook encryption key',
    isSecret: true,
    generate: (ids) => ids.alphanumeric(32),
    check: checkEncryptionKey,
    isFormNeeded: true,
  },
];

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

function checkEncryptionKey(value: string): string | null {
  if (!isUsableKey(value)) return `it must be exactly 32 bytes long in UTF-8, and is ${Buffer.byteLength(value, 'utf8')}`;
  // Half a surrogate pair has no UTF-8 form.
  return /[\p{Cc}\p{Cs}]/u.test(value) ? 'it must be text without control characters' : null;
}
