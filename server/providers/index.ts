import type { Provider } from './provider.js';
import * as registry from './registry.js';

/** Every provider of the registry, by name in alphabetical order. */
export const providers: readonly Provider[] = Object.values(registry);

export type RegisteredProvider = (typeof registry)[keyof typeof registry];
