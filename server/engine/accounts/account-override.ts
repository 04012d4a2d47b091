import type { JsonObject } from '../../protocol/records.js';

/** What configuration says about an account for this run only; keys given here never reach the disk. */
export interface AccountOverride {
  settings?: JsonObject;
  keys?: Record<string, string>;
}
