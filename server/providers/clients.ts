import type { ApiCaller } from './api-client.js';
import { providers, type RegisteredProvider } from './index.js';
import type { ProviderWithClient } from './provider.js';

type WithClient = Extract<RegisteredProvider, ProviderWithClient<string, object>>;

/** Each provider's API as an app's server calls it, by the provider's name. */
export type ProviderClients = { readonly [P in WithClient as P['name']]: ReturnType<P['createClient']> };

/** @param callerOf who calls a provider's API, by the provider's name. */
export function createProviderClients(callerOf: (provider: string) => ApiCaller): ProviderClients {
  const clients = providers.flatMap(({ name, createClient }) => (createClient ? [[name, createClient(callerOf(name))]] : []));
  return Object.fromEntries(clients) as ProviderClients;
}
