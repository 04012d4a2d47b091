import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Creates what is missing of a path. Node's own `recursive` never comes back, with a core busy, where a folder that is there takes no
 * entries, as `/proc` does. @returns the outermost folder that was created; undefined: none. @throws the operating system's error.
 */
export async function makeFolders(path: string, mode?: number): Promise<string | undefined> {
  if (await isFolder(path)) return undefined;
  const above = dirname(path);
  const isBelowSomething = above === path || (await isThere(above));
  const outermost = isBelowSomething ? undefined : await makeFolders(above, mode);
  try {
    await mkdir(path, mode);
  } catch (error) {
    // Somebody may have been faster.
    if (await isFolder(path)) return outermost;
    throw error;
  }
  return outermost ?? path;
}

function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
