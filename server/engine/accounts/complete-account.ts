import type { Account } from '../../domain/account.js';
import type { JsonObject } from '../../protocol/records.js';
import type { Provider } from '../../providers/provider.js';
import type { AccountOverride } from './account-override.js';
import { parseSettings } from './parse-settings.js';

interface Completion {
  override: AccountOverride | undefined;
  defaultTarget(provider: string, lane: string): string;
}

/** A stored account as its provider sees it: this run's configuration on top, every setting there. @throws HarnessError `invalid_setting`. */
export function completeAccount(stored: Account, provider: Provider, { override, defaultTarget }: Completion): Account {
  const known = Object.keys(provider.settings.shape);
  // A setting that this version no longer knows is left in the file and otherwise ignored.
  const kept = Object.entries(stored.settings).filter(([name]) => known.includes(name));
  const given: JsonObject = { ...Object.fromEntries(kept), ...override?.settings };
  for (const target of provider.targets) {
    if (target.receivesEvents && given[target.setting] === undefined)
      given[target.setting] = [defaultTarget(provider.name, stored.lane)];
  }
  return {
    ...stored,
    keys: { ...stored.keys, ...override?.keys },
    settings: parseSettings(provider, given, Object.keys(given)),
  };
}
