import type { Account } from '../domain/account.js';
import type { AccountsData } from './account-store.js';
import { DurableJsonFile } from './durable-json-file.js';
import type { FileSystem } from './file-system.js';
import type { Upgrades } from './format-version.js';
import { findListFault, findShapeFault, type Shape, typeOf } from './shape.js';

const UPGRADES: Upgrades = new Map();

/** accounts.json, checked when it is read. */
export function createAccountsFile(fs: FileSystem, path: string): DurableJsonFile<AccountsData> {
  return new DurableJsonFile<AccountsData>({ fs, path, upgrades: UPGRADES, findFault: findAccountsFault });
}

const ACCOUNT: Shape = { id: 'string', provider: 'string', lane: 'string', keys: 'object', settings: 'object' };

function findAccountsFault(data: Record<string, unknown>): string | null {
  const fault =
    findShapeFault(data, { secrets: 'object', formKey: 'string' }, 'accounts.json') ??
    findListFault(data.accounts, ACCOUNT, 'accounts');
  if (fault !== null) return fault;
  for (const account of data.accounts as Account[]) {
    for (const [name, value] of Object.entries<unknown>(account.keys))
      if (typeof value !== 'string') return `accounts.${account.id}.keys.${name} is ${typeOf(value)}, not string`;
  }
  for (const [paymentId, secrets] of Object.entries(data.secrets as Record<string, unknown>)) {
    if (typeOf(secrets) !== 'object') return `secrets.${paymentId} is ${typeOf(secrets)}, not object`;
  }
  return null;
}
