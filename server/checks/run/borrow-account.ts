import type { Lane } from '../../client/lane.js';
import type { AccountView } from '../../http/control/replies.js';
import type { JsonObject } from '../../protocol/records.js';

export async function readSettings({ control }: Lane, provider: string): Promise<JsonObject> {
  return (await control.get<AccountView>(`/accounts/${encodeURIComponent(provider)}`)).settings;
}

/** Changes settings and keys of the lane's account. @returns how to put everything back as it was. @throws HarnessError `invalid_setting`, `invalid_key`, `key_in_use`; nothing is changed then. */
export async function borrowAccount(
  lane: Lane,
  provider: string,
  settings: JsonObject,
  keys: Readonly<Record<string, string>>,
): Promise<() => Promise<void>> {
  const before = await readSettings(lane, provider);
  const given = { ...lane.keys(provider) };
  const earlier = Object.fromEntries(Object.keys(settings).map((name) => [name, before[name] ?? null]));
  const changed = Object.fromEntries(Object.entries(keys).filter(([name, key]) => given[name] !== key));
  const names = Object.keys(changed);
  const putBack = async () => {
    await lane.configure(provider, earlier);
    if (names.length > 0) await lane.setKeys(provider, Object.fromEntries(names.map((name) => [name, given[name] ?? ''])));
  };
  try {
    await lane.configure(provider, settings);
    if (names.length > 0) await lane.setKeys(provider, changed);
  } catch (error) {
    // What was refused is told, not what its undoing ran into.
    await putBack().catch(() => {});
    throw error;
  }
  return putBack;
}
