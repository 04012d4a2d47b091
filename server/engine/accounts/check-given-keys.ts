import { HarnessError } from '../../domain/errors.js';
import { describeGivenKey } from '../../domain/secret-length.js';
import type { Provider } from '../../providers/provider.js';
import type { AccountOverride } from './account-override.js';
import { hintNames } from './parse-settings.js';

/**
 * Looks at the keys that a run brings along: one that is too short would not be masked.
 * @throws HarnessError `unknown_key`, `invalid_key`. Providers that nobody knows are passed over.
 */
export function checkGivenKeys(
  providers: readonly Provider[],
  given: Readonly<Record<string, Pick<AccountOverride, 'keys'>>>,
): void {
  for (const provider of providers) {
    for (const [name, value] of Object.entries(given[provider.name]?.keys ?? {})) {
      const key = provider.keys.find((candidate) => candidate.name === name);
      if (!key) {
        const hint = hintNames(
          name,
          provider.keys.map((candidate) => candidate.name),
        );
        throw new HarnessError('unknown_key', `${provider.title} has no key "${name}".`, { hint });
      }
      const fault = describeGivenKey(value, key.isSecret);
      if (fault !== null) throw new HarnessError('invalid_key', `${provider.title} ${key.title}: ${fault}.`);
    }
  }
}
