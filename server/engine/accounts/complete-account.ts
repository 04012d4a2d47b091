import type { Account } from '../../domain/account.js';
import type { JsonObject } from '../../protocol/records.js';
import type { Provider } from '../../providers/provider.js';
import type { AccountOverride } from './account-override.js';
import { type Layers, listGuests, listUrls } from './layers.js';
import { parseSettings } from './parse-settings.js';

interface Completion {
  override: AccountOverride | undefined;
  layers: Layers;
  defaultTarget(provider: string, lane: string): string;
}

/**
 * A stored account as its provider sees it: this run's configuration on top, every setting there, and over all of that what counts for a while
 * only. @throws HarnessError `invalid_setting`.
 */
export function completeAccount(stored: Account, provider: Provider, { override, layers, defaultTarget }: Completion): Account {
  const known = Object.keys(provider.settings.shape);
  // A setting that this version no longer knows is left in the file and otherwise ignored.
  const kept = Object.entries(stored.settings).filter(([name]) => known.includes(name));
  const given: JsonObject = { ...Object.fromEntries(kept), ...override?.settings };
  for (const { setting, receivesEvents } of provider.targets) {
    if (!receivesEvents) continue;
    const guests = listGuests(layers, setting);
    if (guests.length > 0) given[setting] = [...new Set([...listUrls(given[setting]), ...guests])];
    else if (given[setting] === undefined) given[setting] = [defaultTarget(provider.name, stored.lane)];
  }
  Object.assign(given, layers.loan.settings);
  return {
    ...stored,
    keys: { ...stored.keys, ...override?.keys, ...layers.loan.keys },
    settings: parseSettings(provider, given, Object.keys(given)),
  };
}
