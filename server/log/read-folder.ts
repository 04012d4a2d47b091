import { join } from 'node:path';
import { HarnessError } from '../domain/errors.js';
import type { AccountsData } from './account-store.js';
import { createAccountsFile, refuseWrongSettings } from './accounts-file.js';
import { readOrDamage, reportDamage } from './damage.js';
import { isTemporaryName } from './durable-json-file.js';
import type { FileSystem } from './file-system.js';
import { ACCOUNTS_NAME, findAside, JOURNAL_NAME, PREVIOUS_JOURNAL_NAME, SNAPSHOT_NAME } from './names.js';
import { type FoundSegment, inspectSegment } from './segments.js';
import { type SnapshotData, SnapshotFile } from './snapshot.js';
import { DamagedData } from './storage-errors.js';
import type { FindWrongSettings } from './wrong-setting.js';

/** What stands in a data folder, before anything is done with it. */
export interface FolderContent {
  snapshot: SnapshotData | null;
  accounts: AccountsData | null;
  current: FoundSegment | null;
  previous: FoundSegment | null;
}

const OUR_FILES = [SNAPSHOT_NAME, ACCOUNTS_NAME, JOURNAL_NAME, PREVIOUS_JOURNAL_NAME];

/**
 * Looks at every file first and changes something only then: a folder of a newer version is not touched at all.
 * @throws HarnessError `data_too_new`; `data_damaged`, naming all of the damaged files, which are put aside.
 */
export async function readFolder(
  fs: FileSystem,
  folder: string,
  isRepaired: boolean,
  findWrong: FindWrongSettings,
): Promise<FolderContent> {
  const names = await fs.list(folder);
  const current = await readOrDamage(() => inspectSegment(fs, join(folder, JOURNAL_NAME)));
  const previous = await readOrDamage(() => inspectSegment(fs, join(folder, PREVIOUS_JOURNAL_NAME)));
  const snapshotFile = new SnapshotFile(fs, join(folder, SNAPSHOT_NAME));
  const snapshot = await readOrDamage(() => snapshotFile.read());
  const accountsPath = join(folder, ACCOUNTS_NAME);
  const accountsFile = createAccountsFile(fs, accountsPath);
  const accounts = await readOrDamage(async () => {
    const stored = await accountsFile.read();
    if (stored !== null) refuseWrongSettings(accountsPath, stored, findWrong);
    return stored;
  });
  const found = { snapshot, accounts, current, previous };
  const damages = Object.values(found).filter((one) => one instanceof DamagedData);
  if (!isRepaired) damages.push(...findEarlierDamage(folder, names));
  if (damages.length > 0 || !isWhole(found)) throw await reportDamage(fs, damages);
  await snapshotFile.keepFormer();
  await accountsFile.keepFormer();
  for (const name of names) if (isTemporaryName(name)) await fs.unlink(join(folder, name));
  await keepPrivate(fs, folder, names);
  return found;
}

type Found = { [Name in keyof FolderContent]: FolderContent[Name] | DamagedData };

function isWhole(found: Found): found is FolderContent {
  return Object.values(found).every((one) => !(one instanceof DamagedData));
}

/**
 * A link would have us change what it leads to, and reading a pipe never ends: a folder may have come with somebody's repository.
 * @throws HarnessError `data_unusable` where one of our files is no plain file.
 */
export async function refuseSpecial(fs: FileSystem, folder: string): Promise<void> {
  const names = await fs.list(folder);
  for (const name of OUR_FILES) {
    if (!names.includes(name) || !(await fs.isSpecial(join(folder, name)))) continue;
    throw new HarnessError('data_unusable', `The data folder ${folder} cannot be used: ${name} in it is no plain file.`, {
      hint: 'It is a link, a pipe or a device, which Paystage never makes: move it away, or name another folder with --data.',
    });
  }
}

/**
 * A damaged file that an earlier start put aside still counts as damage until somebody decides: otherwise the second start would go on
 * without what was in it.
 */
function findEarlierDamage(folder: string, names: readonly string[]): DamagedData[] {
  return OUR_FILES.flatMap((name) => {
    const aside = names.includes(name) ? undefined : findAside(names, name);
    return aside === undefined
      ? []
      : [new DamagedData(join(folder, aside), 'content', 'it was found damaged by an earlier start')];
  });
}

/** The folder may be somebody else's choice, so its mode is left alone when it was there before; the files in it are ours. */
async function keepPrivate(fs: FileSystem, folder: string, names: readonly string[]): Promise<void> {
  if (process.platform === 'win32') return;
  for (const name of OUR_FILES) if (names.includes(name)) await fs.chmod(join(folder, name), 0o600);
}
