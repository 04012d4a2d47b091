import type { AccountsData } from './account-store.js';
import { DurableJsonFile } from './durable-json-file.js';
import type { FileSystem } from './file-system.js';
import type { Upgrades } from './format-version.js';
import { findShapeFault, listOf, type Shape, valuesOf } from './shape.js';

const UPGRADES: Upgrades = new Map();

/** accounts.json, checked when it is read. */
export function createAccountsFile(fs: FileSystem, path: string): DurableJsonFile<AccountsData> {
  return new DurableJsonFile<AccountsData>({ fs, path, upgrades: UPGRADES, findFault: findAccountsFault });
}

const ACCOUNTS: Shape = {
  accounts: listOf({ id: 'string', provider: 'string', lane: 'string', keys: valuesOf('string'), settings: 'object' }),
  secrets: valuesOf(valuesOf('string')),
  formKey: 'string',
};

function findAccountsFault(data: Record<string, unknown>): string | null {
  return findShapeFault(data, ACCOUNTS, 'accounts.json');
}
