import type { Account } from '../../domain/account.js';
import type { WrongSetting } from '../../log/wrong-setting.js';
import type { Provider } from '../../providers/provider.js';

/** Which stored settings of an account its provider cannot read. A setting that this version does not know is no fault. */
export function findWrongSettings(providers: ReadonlyMap<string, Provider>, account: Account): WrongSetting[] {
  const provider = providers.get(account.provider);
  if (!provider) return [];
  const known = Object.keys(provider.settings.shape);
  const stored = Object.entries(account.settings).filter(([name]) => known.includes(name));
  const { error } = provider.settings.safeParse(Object.fromEntries(stored));
  return (error?.issues ?? []).map(({ path: [name], path, message }) => ({
    name: name === undefined ? null : String(name),
    where: path.join('.'),
    fault: message,
  }));
}
