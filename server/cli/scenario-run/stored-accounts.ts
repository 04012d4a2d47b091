import { join } from 'node:path';
import type { AccountOverride } from '../../engine/accounts/account-override.js';
import { createAccountsFile } from '../../log/accounts-file.js';
import { nodeFileSystem } from '../../log/file-system.js';
import { ACCOUNTS_NAME } from '../../log/names.js';
import { DamagedData, toFolderError } from '../../log/storage-errors.js';
import { providers } from '../../providers/index.js';

export type Accounts = Record<string, AccountOverride>;

/**
 * What an app was set up with: keys and settings of the data folder, with those of the configuration on top. The folder is only read.
 * @throws HarnessError `data_unusable`, `data_too_new`.
 */
export async function readAccounts(folder: string, configured: Readonly<Accounts>): Promise<Accounts> {
  const stored = await readStored(folder);
  return Object.fromEntries(
    providers.map((provider) => {
      const account = stored.find((candidate) => candidate.provider === provider.name);
      const { settings = {}, keys = {} } = configured[provider.name] ?? {};
      // A setting that this version no longer knows is left in the file and otherwise ignored.
      const kept = Object.entries(account?.settings ?? {}).filter(([name]) => Object.hasOwn(provider.settings.shape, name));
      const given = provider.normaliseSettings?.(settings) ?? settings;
      return [provider.name, { settings: { ...Object.fromEntries(kept), ...given }, keys: { ...account?.keys, ...keys } }];
    }),
  );
}

async function readStored(folder: string) {
  try {
    const file = createAccountsFile(nodeFileSystem, join(folder, ACCOUNTS_NAME));
    return ((await file.read())?.accounts ?? []).filter(({ lane }) => lane === 'default');
  } catch (error) {
    throw toFolderError(error instanceof DamagedData ? new Error(`${ACCOUNTS_NAME}: ${error.message}`) : error, folder);
  }
}
