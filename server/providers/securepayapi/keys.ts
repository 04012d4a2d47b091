import type { Account } from '../../domain/account.js';
import type { KeySpec } from '../provider.js';

/** Ours. */
const MAX_KEY_LENGTH = 200;

/** Two keys and no separate webhook secret: doc.securepayapi.com/api-keys. Length and alphabet after the prefix are ours. */
export const keys: readonly KeySpec[] = [
  {
    name: 'publishableKey',
    title: 'Publishable key (browser)',
    isSecret: false,
    generate: (ids) => `sp_client_${ids.alphanumeric(32)}`,
    check: (value) => checkKey(value, 'sp_client_'),
  },
  {
    name: 'secretKey',
    title: 'Secret key (API and webhook signature)',
    isSecret: true,
    generate: (ids) => `sp_secret_${ids.alphanumeric(32)}`,
    check: (value) => checkKey(value, 'sp_secret_'),
  },
];

/** What an app needs in its environment to talk to the mock and to verify what it gets. */
export function buildEnv(account: Account, providerUrl: string): Record<string, string> {
  return {
    SECUREPAYAPI_BASE_URL: providerUrl,
    SECUREPAYAPI_SECRET_KEY: account.keys.secretKey ?? '',
    SECUREPAYAPI_PUBLISHABLE_KEY: account.keys.publishableKey ?? '',
  };
}

/** No commas: they part repeated values in the header that carries the secret key. */
function checkKey(value: string, prefix: string): string | null {
  const isFit = value.startsWith(prefix) && value.length > prefix.length && value.length <= MAX_KEY_LENGTH;
  if (isFit && /^[!-+\--~]+$/.test(value)) return null;
  return `it must be ${prefix} and visible ASCII characters without blanks and commas, ${MAX_KEY_LENGTH} characters at most in all`;
}
