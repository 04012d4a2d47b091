import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { HarnessNotice } from '../protocol/records.js';
import { createAccountsFile, leaveOutWrongSettings } from './accounts-file.js';
import { moveAside, readOrDamage } from './damage.js';
import type { FileSystem } from './file-system.js';
import { FORMAT_VERSION } from './format-version.js';
import { ACCOUNTS_NAME, findAside } from './names.js';
import { DamagedData } from './storage-errors.js';
import type { FindWrongSettings } from './wrong-setting.js';

/** Looks into accounts.json only to stop at a newer version before anything is moved. @throws HarnessError `data_too_new`. */
export async function stopAtNewerAccounts(fs: FileSystem, folder: string): Promise<void> {
  await readOrDamage(() => createAccountsFile(fs, join(folder, ACCOUNTS_NAME)).read());
}

/**
 * Makes accounts.json one that can be opened; what stood in it is kept beside. Where only settings are wrong, they are left out and the keys
 * stay.
 */
export async function mendAccounts(fs: FileSystem, folder: string, findWrong: FindWrongSettings): Promise<HarnessNotice[]> {
  const path = join(folder, ACCOUNTS_NAME);
  const file = createAccountsFile(fs, path);
  const there = await readOrDamage(() => file.read());
  const formerAside = there === null ? findAside(await fs.list(folder), ACCOUNTS_NAME) : undefined;
  const found =
    formerAside === undefined ? there : await readOrDamage(() => createAccountsFile(fs, join(folder, formerAside)).read());
  if (found === null) return [];
  if (found instanceof DamagedData) {
    const aside = formerAside === undefined ? await moveAside(fs, path, 'corrupt') : join(folder, formerAside);
    await file.write({ version: FORMAT_VERSION, accounts: [], secrets: {}, formKey: randomUUID() + randomUUID() });
    const hint = 'Copy the new keys into the app under test, or take the old ones from that file.';
    return [warn('keys_replaced', `accounts.json was damaged and is kept as ${aside}; accounts get new keys.`, hint)];
  }
  const { mended, leftOut } = leaveOutWrongSettings(found, findWrong);
  if (formerAside === undefined && leftOut.length === 0) return [];
  const aside = formerAside === undefined ? await moveAside(fs, path, 'corrupt') : join(folder, formerAside);
  await file.write(mended);
  const what = leftOut.length === 0 ? '' : ` Left out: ${leftOut.join('; ')}.`;
  const hint = 'Keys are as they were. Set what was left out again, on the page or with the control plane.';
  return [warn('settings_left_out', `accounts.json was damaged and is kept as ${aside}.${what}`, hint)];
}

function warn(code: string, message: string, hint: string): HarnessNotice {
  return { type: 'harness.notice', level: 'warning', code, message, hint };
}
