import type { KeySpec } from '../provider.js';

/** Source for all but the encryption key: docs.secpaid.com/api-doc/keys and /how-to/recipient-token; lengths as in their samples. */
export const keys: readonly KeySpec[] = [
  { name: 'token', title: 'API token (header "token")', isSecret: true, generate: (ids) => ids.alphanumeric(32) },
  { name: 'userId', title: 'User id', isSecret: false, generate: (ids) => ids.uuid() },
  { name: 'recipientToken', title: 'Recipient token for split links', isSecret: false, generate: (ids) => ids.alphanumeric(16) },
  // docs.secpaid.com/concepts/encryption: 32 characters that are the AES key themselves.
  { name: 'encryptionKey', title: 'Webhook encryption key', isSecret: true, generate: (ids) => ids.alphanumeric(32) },
];
