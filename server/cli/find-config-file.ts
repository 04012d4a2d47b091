import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { HarnessError } from '../domain/errors.js';

const NAMES = ['paystage.config.yaml', 'paystage.config.yml', 'paystage.config.json'];

/** Path of the configuration file in a folder, or null. @throws HarnessError `ambiguous_config` when there are several. */
export async function findConfigFile(folder: string): Promise<string | null> {
  const found: string[] = [];
  for (const name of NAMES) {
    const isThere = await stat(join(folder, name)).then(
      (stats) => stats.isFile(),
      () => false,
    );
    if (isThere) found.push(name);
  }
  if (found.length > 1) {
    throw new HarnessError('ambiguous_config', `There are ${found.length} configuration files: ${found.join(', ')}.`, {
      hint: 'Keep one of them, or name one with --config.',
    });
  }
  return found[0] ?? null;
}
