import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Where the lock of a data folder listens. */
export interface LockAddress {
  path: string;
  /** Whether the address is a file, which stays behind when its process is killed. */
  isFile: boolean;
}

/**
 * @param folder real path of the data folder, so that links and relative paths lead to the same lock.
 * Abstract sockets (Linux) and named pipes (Windows) vanish with their process by themselves. Containers that share a folder but not
 * their network do not see each other's abstract sockets.
 */
export function buildLockAddress(folder: string, platform: NodeJS.Platform = process.platform): LockAddress {
  // Windows paths differ in case only for the eye.
  const name = `paystage-${hash(platform === 'win32' ? folder.toLowerCase() : folder)}`;
  if (platform === 'linux') return { path: `\0${name}`, isFile: false };
  if (platform === 'win32') return { path: `\\\\.\\pipe\\${name}`, isFile: false };
  return { path: join(tmpdir(), `${name}.sock`), isFile: true };
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}
