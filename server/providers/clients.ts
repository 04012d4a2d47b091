import type { ApiCaller } from './api-client.js';
import { createSecPaidClient, type SecPaidClient } from './secpaid/client.js';
import { createSecurePayApiClient, type SecurePayApiClient } from './securepayapi/client.js';

/** Each provider's API as an app's server calls it. A third provider adds its line here. */
export interface ProviderClients {
  secpaid: SecPaidClient;
  securepayapi: SecurePayApiClient;
}

/** @param callerOf who calls a provider's API, by the provider's name. */
export function createProviderClients(callerOf: (provider: string) => ApiCaller): ProviderClients {
  return {
    secpaid: createSecPaidClient(callerOf('secpaid')),
    securepayapi: createSecurePayApiClient(callerOf('securepayapi')),
  };
}
