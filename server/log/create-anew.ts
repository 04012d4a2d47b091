import { errorCode, type FileSystem, type OpenFile } from './file-system.js';

/**
 * Opens a new, empty file in place of whatever has its name. A folder may have come with somebody's repository: to open a link that is in it
 * would empty what the link leads to.
 * @throws the error of the operating system; EEXIST when the name is taken again in between.
 */
export async function createAnew(fs: FileSystem, path: string): Promise<OpenFile> {
  await fs.unlink(path).catch((error: unknown) => {
    if (errorCode(error) !== 'ENOENT') throw error;
  });
  return fs.open(path, 'wx');
}
