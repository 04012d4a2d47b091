import { createAnew } from './create-anew.js';
import type { FileSystem } from './file-system.js';
import { DamagedData, tooNew } from './storage-errors.js';

/** Format of accounts.json and the journal. Raise it together with a step in the file's upgrade list. */
export const FORMAT_VERSION = 1;

/** A file as it was found, in a format before this version's. */
export interface FormerFormat {
  version: number;
  text: string;
}

/** Step `n` turns format `n` into format `n + 1`. A step must be safe to run again: the result is stored only with the next write. */
export type Upgrades = ReadonlyMap<number, (data: Record<string, unknown>) => Record<string, unknown>>;

/**
 * Brings a parsed file up to this version's format. Nothing is written: whoever stores the result keeps the old text first.
 * @throws DamagedData when there is no usable version; HarnessError `data_too_new` when it is later than ours.
 */
export function upgradeData(
  path: string,
  former: Record<string, unknown>,
  upgrades: Upgrades,
  newest = FORMAT_VERSION,
): Record<string, unknown> {
  const { version } = former;
  if (typeof version !== 'number' || !Number.isSafeInteger(version) || version < 1)
    throw new DamagedData(path, 'version', `"version" is ${JSON.stringify(version)}, not a whole number from 1`);
  if (version > newest) throw tooNew(path, version, newest);
  let data = former;
  for (let step = version; step < newest; step++) {
    const upgrade = upgrades.get(step);
    if (!upgrade) throw new DamagedData(path, 'version', `format ${step} was never released`);
    data = { ...upgrade(data), version: step + 1 };
  }
  return data;
}

/** The old text of a file in an older format, beside it as `<name>.v<N>.bak`. */
export async function keepBackup(fs: FileSystem, path: string, { version, text }: FormerFormat): Promise<void> {
  const file = await createAnew(fs, `${path}.v${version}.bak`);
  try {
    await file.write(Buffer.from(text), 0);
    await file.sync();
  } finally {
    await file.close();
  }
}
