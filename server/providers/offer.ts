import type { JsonObject } from '../protocol/records.js';

/** Something that can be done with a payment, for a button or a menu. */
export interface ActionOffer {
  /** Who does it: a person at the checkout, or the provider's staff or the bank. Decides which of the two action sets takes `action`. */
  by: 'customer' | 'staff';
  /** What a button says: `Pay by card`. Unique among the offers of a payment. */
  label: string;
  /** Complete and valid for the schema of `customerActions` or `staffActions`. */
  action: JsonObject;
  /** Statuses that the payment passes through because of it, in order; empty when its status stays. */
  leadsTo: readonly string[];
  /** Why it cannot be done now, with what is possible instead; null when it can. */
  obstacle: { message: string; hint: string } | null;
}
