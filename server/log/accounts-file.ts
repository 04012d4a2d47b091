import type { Account } from '../domain/account.js';
import type { AccountsData } from './account-store.js';
import { DurableJsonFile } from './durable-json-file.js';
import type { FileSystem } from './file-system.js';
import type { Upgrades } from './format-version.js';
import { findShapeFault, listOf, type Shape, valuesOf } from './shape.js';
import { DamagedData } from './storage-errors.js';
import type { FindWrongSettings, WrongSetting } from './wrong-setting.js';

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

/** @throws DamagedData naming the first one. */
export function refuseWrongSettings(path: string, { accounts }: AccountsData, findWrong: FindWrongSettings): void {
  for (const account of accounts) {
    const [wrong] = findWrong(account);
    if (wrong) throw new DamagedData(path, nameSetting(account, wrong), wrong.fault);
  }
}

/** @returns the rest, which can be opened, and in words what was left out. */
export function leaveOutWrongSettings(
  data: AccountsData,
  findWrong: FindWrongSettings,
): { mended: AccountsData; leftOut: string[] } {
  const leftOut: string[] = [];
  const accounts = data.accounts.map((account) => {
    const wrong = findWrong(account);
    leftOut.push(...wrong.map((one) => `${nameSetting(account, one)} (${one.fault})`));
    const isWrong = (name: string) => wrong.some((one) => one.name === null || one.name === name);
    const settings = Object.fromEntries(Object.entries(account.settings).filter(([name]) => !isWrong(name)));
    return wrong.length === 0 ? account : { ...account, settings };
  });
  return { mended: { ...data, accounts }, leftOut };
}

function nameSetting({ id }: Account, { where }: WrongSetting): string {
  return `settings${where === '' ? '' : `.${where}`} of ${id}`;
}
