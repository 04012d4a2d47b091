import type { JsonObject } from '../protocol/records.js';

/** A merchant at one provider, inside one lane. */
export interface Account {
  id: string;
  provider: string;
  lane: string;
  /** Everything that authenticates or identifies, by name; which of them are secret, the provider says. */
  keys: Record<string, string>;
  /** URLs and switches, valid by the provider's schema. */
  settings: JsonObject;
}
