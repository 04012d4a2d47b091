import { resolve } from 'node:path';
import { HarnessError } from '../domain/errors.js';
import type { HarnessOptions } from '../index.js';
import type { JsonObject } from '../protocol/records.js';
import {
  allowHostSetting,
  allowTargetSetting,
  DEFAULT_DATA_FOLDER,
  dataSetting,
  freshSetting,
  hostSetting,
  maxPaymentsSetting,
  memorySetting,
  pagesOnHostFormSetting,
  portSetting,
  recoverSetting,
  speedSetting,
  tokenSetting,
} from './settings.js';
import { targetFlags } from './target-settings.js';
import type { Values } from './values.js';
import type { AccountSections } from './verb.js';

/** What the command line, the variables and the file mean for a harness. @throws HarnessError `misuse` for choices that exclude each other. */
export function buildHarnessOptions(values: Values, accounts: AccountSections): HarnessOptions {
  if (values.get(freshSetting) && values.get(recoverSetting)) {
    throw new HarnessError('misuse', '--fresh and --recover exclude each other.', {
      hint: '--recover keeps every record before the damage, --fresh keeps none.',
    });
  }
  const speed = values.get(speedSetting);
  const maxPayments = values.get(maxPaymentsSetting);
  return {
    ...dropAbsent({
      host: values.get(hostSetting),
      port: values.get(portSetting),
      token: values.get(tokenSetting),
      allowHosts: values.get(allowHostSetting),
      allowTargets: values.get(allowTargetSetting),
      pagesOnHostForm: values.get(pagesOnHostFormSetting),
      fresh: values.get(freshSetting),
      recover: values.get(recoverSetting),
    }),
    dataDir: chooseDataDir(values),
    accounts: joinAccounts(values, accounts),
    ...(speed === undefined ? {} : { clock: { speed } }),
    ...(maxPayments === undefined ? {} : { limits: { maxPayments } }),
  };
}

/** Of --data and --memory the one that was given more explicitly counts. @throws HarnessError `misuse` when both were given alike. */
export function chooseDataDir(values: Values): string | null {
  const folder = values.get(dataSetting);
  if (values.get(memorySetting)) {
    const difference = values.rankOf(memorySetting) - values.rankOf(dataSetting);
    if (difference > 0) return null;
    if (difference === 0) {
      throw new HarnessError('misuse', '--memory and --data exclude each other.', {
        hint: '--memory keeps nothing on disk; leave one of them out.',
      });
    }
  }
  return resolve(folder ?? DEFAULT_DATA_FOLDER);
}

/** A target flag replaces the same setting of the file. */
function joinAccounts(values: Values, sections: AccountSections): NonNullable<HarnessOptions['accounts']> {
  const joined = new Map(
    Object.entries(sections).map(([provider, { settings, keys }]) => [
      provider,
      { settings: { ...settings } as JsonObject, keys: { ...keys } },
    ]),
  );
  for (const { provider, target, setting } of targetFlags) {
    const urls = values.get(setting);
    if (urls === undefined) continue;
    const account = joined.get(provider) ?? { settings: {}, keys: {} };
    account.settings[target.setting] = urls;
    joined.set(provider, account);
  }
  return Object.fromEntries(joined);
}

function dropAbsent<T extends object>(options: T): { [K in keyof T]?: NonNullable<T[K]> } {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: NonNullable<T[K]>;
  };
}
