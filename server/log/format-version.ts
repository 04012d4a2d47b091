import type { FileSystem } from './file-system.js';
import { DamagedData, tooNew } from './storage-errors.js';

/** Format of accounts.json and the journal. Raise it together with a step in the file's upgrade list. */
export const FORMAT_VERSION = 1;

/** Step `n` turns format `n` into format `n + 1`. A step must be safe to run again: the result is stored only with the next write. */
export type Upgrades = ReadonlyMap<number, (data: Record<string, unknown>) => Record<string, unknown>>;

/**
 * Brings a parsed file up to this version's format, after keeping the old text beside it as `<name>.v<N>.bak`.
 * @throws DamagedData when there is no usable version; HarnessError `data_too_new` when it is later than ours.
 */
export async function upgradeData(
  fs: FileSystem,
  file: { path: string; text: string; data: Record<string, unknown> },
  upgrades: Upgrades,
  newest = FORMAT_VERSION,
): Promise<Record<string, unknown>> {
  const { version } = file.data;
  if (typeof version !== 'number' || !Number.isSafeInteger(version) || version < 1)
    throw new DamagedData(file.path, 'version', `"version" is ${JSON.stringify(version)}, not a whole number from 1`);
  if (version > newest) throw tooNew(file.path, version, newest);
  if (version === newest) return file.data;
  await keepBackup(fs, `${file.path}.v${version}.bak`, file.text);
  let data = file.data;
  for (let step = version; step < newest; step++) {
    const upgrade = upgrades.get(step);
    if (!upgrade) throw new DamagedData(file.path, 'version', `format ${step} was never released`);
    data = { ...upgrade(data), version: step + 1 };
  }
  return data;
}

async function keepBackup(fs: FileSystem, path: string, text: string): Promise<void> {
  const file = await fs.open(path, 'w');
  try {
    await file.write(Buffer.from(text), 0);
    await file.sync();
  } finally {
    await file.close();
  }
}
