import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { HarnessError } from '../domain/errors.js';

const NAMES = ['paystage.config.yaml', 'paystage.config.yml', 'paystage.config.json'];

/** Path of the configuration file in a folder, or null. @throws HarnessError `ambiguous_config` when there are several; `unreadable_config`. */
export async function findConfigFile(folder: string): Promise<string | null> {
  const found: string[] = [];
  for (const name of NAMES) {
    const stats = await stat(join(folder, name)).catch(() => null);
    if (stats === null) continue;
    if (!stats.isFile()) {
      const kind = stats.isDirectory() ? 'a folder' : 'no plain file';
      throw new HarnessError('unreadable_config', `${name} is ${kind}; under this name the configuration is looked for.`, {
        hint: 'Give it another name, or name your configuration file with --config.',
      });
    }
    found.push(name);
  }
  if (found.length > 1) {
    throw new HarnessError('ambiguous_config', `There are ${found.length} configuration files: ${found.join(', ')}.`, {
      hint: 'Keep one of them, or name one with --config.',
    });
  }
  return found[0] ?? null;
}
