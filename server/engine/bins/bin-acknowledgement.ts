import type { Account } from '../../domain/account.js';
import type { Provider } from '../../providers/provider.js';

/** What acknowledges at most providers stands first. */
const CANDIDATES = [204, 200, 201, 202] as const;

/**
 * The status that a built-in receiver answers unless it is told otherwise: what acknowledges at the provider that it is named after, last part
 * of its name, and 204 for any other name.
 */
export function findBinStatus(
  name: string,
  providers: ReadonlyMap<string, Provider>,
  accountOf: (provider: string) => Account | undefined,
): number {
  const provider = providers.get(name.split('.').at(-1) ?? '');
  const account = provider && accountOf(provider.name);
  if (!account) return CANDIDATES[0];
  const { isAcknowledged } = provider.deliveryRule(account);
  return CANDIDATES.find(isAcknowledged) ?? CANDIDATES[0];
}
