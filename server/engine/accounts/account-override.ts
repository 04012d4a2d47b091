import type { JsonObject } from '../../protocol/records.js';
import type { Provider } from '../../providers/provider.js';
import { parseSettings } from './parse-settings.js';

/** What configuration says about an account for this run only; keys given here never reach the disk. */
export interface AccountOverride {
  settings?: JsonObject;
  keys?: Record<string, string>;
}

/** @throws HarnessError `invalid_setting`, as every look at the account would. */
export function refuseWrongOverride(provider: Provider | undefined, { settings }: AccountOverride): void {
  if (!provider || !settings) return;
  const normalised = provider.normaliseSettings?.(settings) ?? settings;
  parseSettings(provider, normalised, Object.keys(normalised));
}
