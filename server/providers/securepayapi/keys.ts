import type { Account } from '../../domain/account.js';
import type { KeySpec } from '../provider.js';

/** Two keys and no separate webhook secret: doc.securepayapi.com/api-keys. Length and alphabet after the prefix are ours. */
export const keys: readonly KeySpec[] = [
  {
    name: 'publishableKey',
    title: 'Publishable key (browser)',
    isSecret: false,
    generate: (ids) => `sp_client_${ids.alphanumeric(32)}`,
  },
  {
    name: 'secretKey',
    title: 'Secret key (API and webhook signature)',
    isSecret: true,
    generate: (ids) => `sp_secret_${ids.alphanumeric(32)}`,
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
