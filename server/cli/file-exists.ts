import { stat } from 'node:fs/promises';
import { HarnessError } from '../domain/errors.js';

/** How to open a file that must not be there yet, unless `isForced`. A device or a pipe is always there, and nothing in it is replaced. */
export async function chooseFlag(path: string, isForced: boolean): Promise<'w' | 'wx'> {
  if (isForced) return 'w';
  const found = await stat(path).catch(() => null);
  return found === null || found.isFile() ? 'wx' : 'w';
}

/** `file_exists` (exit 2). */
export function refuseExisting(path: string, cause: unknown): HarnessError {
  return new HarnessError('file_exists', `${path} is there already.`, {
    exitCode: 2,
    hint: 'Name another file with --out, or replace it with --force.',
    cause,
  });
}
