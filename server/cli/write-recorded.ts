import { writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { HarnessError } from '../domain/errors.js';
import { makeFolders } from '../log/make-folders.js';
import { chooseFlag, refuseExisting } from './file-exists.js';

/** Writes a file that is not there yet; with `isForced` also over one that is. @throws HarnessError `file_exists` (exit 2), `cannot_write`. */
export async function writeRecorded(path: string, text: string, isForced: boolean): Promise<void> {
  try {
    await makeFolders(dirname(path));
    await writeFile(path, text, { flag: await chooseFlag(path, isForced) });
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
    if (code === 'EEXIST' && !isForced) throw refuseExisting(path, cause);
    throw new HarnessError('cannot_write', `${path} cannot be written (${code}).`, {
      exitCode: 1,
      hint: 'Name another file with --out.',
      cause,
    });
  }
}
