import type { Provider } from '../../providers/provider.js';
import type { AccountOverride } from './account-override.js';
import { checkKey } from './check-key.js';

/**
 * Looks at the keys that a run brings along as at those of every other way in: one that is too short would not be masked.
 * @throws HarnessError `unknown_key`, `invalid_key`. Providers that nobody knows are passed over.
 */
export function checkGivenKeys(
  providers: readonly Provider[],
  given: Readonly<Record<string, Pick<AccountOverride, 'keys'>>>,
): void {
  for (const provider of providers) {
    const { keys = {} } = given[provider.name] ?? {};
    for (const [name, value] of Object.entries(keys)) checkKey(provider, { name, value }, () => undefined);
  }
}
