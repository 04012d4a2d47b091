import { readdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { HarnessError } from '../../domain/errors.js';
import { makeFolders } from '../../log/make-folders.js';

/** @returns false when there is such a file already: it is left as it is. @throws HarnessError `cannot_write`. */
export async function writeNew(path: string, content: string): Promise<boolean> {
  try {
    await makeFolders(dirname(path));
    await writeFile(path, content, { flag: 'wx' });
    return true;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    if (code === 'EEXIST' && !(await isFolder(path))) return false;
    throw new HarnessError('cannot_write', `${path} cannot be written (${code}).`, {
      hint: 'Name another folder: paystage init <folder>.',
      cause: error,
    });
  }
}

async function isFolder(path: string): Promise<boolean> {
  return readdir(path).then(
    () => true,
    () => false,
  );
}
