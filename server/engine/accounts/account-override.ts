import { HarnessError } from '../../domain/errors.js';
import { describeGivenKey } from '../../domain/secret-length.js';
import type { JsonObject } from '../../protocol/records.js';
import type { Provider } from '../../providers/provider.js';
import { hintNames, parseSettings } from './parse-settings.js';

/** What configuration says about an account for this run only; keys given here never reach the disk. */
export interface AccountOverride {
  settings?: JsonObject;
  keys?: Record<string, string>;
}

/**
 * A provider that nobody knows is passed over.
 * @throws HarnessError `unknown_key`, `invalid_key` for one that could not be masked; `invalid_setting`, as every look at the account would.
 */
export function refuseWrongOverride(provider: Provider | undefined, { settings, keys }: AccountOverride): void {
  if (!provider) return;
  for (const [name, value] of Object.entries(keys ?? {})) refuseWrongKey(provider, name, value);
  const normalised = provider.normaliseSettings?.(settings ?? {}) ?? settings ?? {};
  parseSettings(provider, normalised, Object.keys(normalised));
}

function refuseWrongKey(provider: Provider, name: string, value: string): void {
  const known = provider.keys.map((candidate) => candidate.name);
  const key = provider.keys.find((candidate) => candidate.name === name);
  if (!key) throw new HarnessError('unknown_key', `${provider.title} has no key "${name}".`, { hint: hintNames(name, known) });
  const fault = describeGivenKey(value, key);
  if (fault !== null) throw new HarnessError('invalid_key', `${provider.title} ${key.title}: ${fault}.`);
}
