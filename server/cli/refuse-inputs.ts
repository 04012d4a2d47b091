import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { HarnessError } from '../domain/errors.js';
import { ACCOUNTS_NAME, JOURNAL_NAME, PREVIOUS_JOURNAL_NAME, SNAPSHOT_NAME } from '../log/names.js';
import { DEFAULT_DATA_FOLDER, dataSetting } from './settings.js';
import { toTerminalText } from './terminal-text.js';
import type { VerbCall } from './verb.js';

/** What any command reads: its configuration, and the files of the data folder. */
export function listInputs({ values, configFile }: VerbCall): string[] {
  const folder = values.get(dataSetting) ?? DEFAULT_DATA_FOLDER;
  const stored = [ACCOUNTS_NAME, SNAPSHOT_NAME, JOURNAL_NAME, PREVIOUS_JOURNAL_NAME].map((name) => join(folder, name));
  return configFile === null ? stored : [configFile, ...stored];
}

/**
 * Sees that no file that will be written is one that is read, however its path is spelt, and that no two of them are the same.
 * @throws HarnessError `misuse`.
 */
export async function refuseInputs(outputs: readonly string[], inputs: readonly string[]): Promise<void> {
  const read = new Set(await Promise.all(inputs.map(identify)));
  const written = new Set<string>();
  for (const output of outputs) {
    const identity = await identify(output);
    if (identity === null) continue;
    const shown = toTerminalText(output, 300);
    if (read.has(identity))
      throw new HarnessError('misuse', `${shown} is read by this command, and would be replaced.`, {
        hint: 'Name another file.',
      });
    if (written.has(identity)) throw new HarnessError('misuse', `Two things would be written into ${shown}.`);
    written.add(identity);
  }
}

/** The same for every path and link to one file; null for one that is not there, and for a device or a pipe, where nothing is replaced. */
async function identify(path: string): Promise<string | null> {
  const found = await stat(path, { bigint: true }).catch(() => null);
  return found?.isFile() ? `${found.dev}:${found.ino}` : null;
}
