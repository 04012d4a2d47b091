import { constants } from 'node:fs';
import { chmod, type FileHandle, lstat, open, readdir, rename, rm, rmdir, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { makeFolders } from './make-folders.js';

/** Everything the store asks of a disk, so that tests can make any single operation fail or be the last one. */
export interface FileSystem {
  /** @param flags as in node:fs; new files get mode 0600. */
  open(path: string, flags: string): Promise<OpenFile>;
  rename(from: string, to: string): Promise<void>;
  unlink(path: string): Promise<void>;
  /** Creates what is missing of the path, for the owner only. @returns the outermost folder that was created; undefined: none. */
  makeFolder(path: string): Promise<string | undefined>;
  /** With everything in it, and the folders above it up to `outermost` as far as nothing else is in them: somebody may use them by now. */
  removeFolder(path: string, outermost: string): Promise<void>;
  list(folder: string): Promise<string[]>;
  /** True for a link, a pipe, a device: what leads elsewhere, or never ends. */
  isSpecial(path: string): Promise<boolean>;
  chmod(path: string, mode: number): Promise<void>;
  /** Makes new and renamed entries of a folder survive a power loss. */
  syncFolder(folder: string): Promise<void>;
}

export interface OpenFile {
  /** @returns how many bytes were read; fewer than asked only at the end of the file. */
  read(target: Buffer, position: number): Promise<number>;
  /** Writes all of the bytes or throws. A null position is the end of a file that was opened for appending. */
  write(bytes: Buffer, position: number | null): Promise<void>;
  /** Resolves when content and size are on the disk itself. */
  sync(): Promise<void>;
  truncate(sizeBytes: number): Promise<void>;
  stat(): Promise<{ size: number; ino: number; mode: number }>;
  close(): Promise<void>;
}

/**
 * A write and its sync in one call of the system, and one trip to another thread: what is written to a file opened so is on the disk when
 * the write is done (open(2), O_DSYNC: as if followed by fdatasync). Linux only: macOS leaves it in the cache of the drive, where Node's
 * sync does not, and Windows has no such flag.
 */
const DURABLE_FLAGS: Readonly<Record<string, number>> =
  process.platform === 'linux'
    ? {
        'a+': constants.O_APPEND | constants.O_CREAT | constants.O_RDWR | constants.O_DSYNC,
        'ax+': constants.O_APPEND | constants.O_CREAT | constants.O_EXCL | constants.O_RDWR | constants.O_DSYNC,
      }
    : {};

export const nodeFileSystem: FileSystem = {
  open: async (path, flags) => {
    const durableFlags = DURABLE_FLAGS[flags];
    return wrap(await open(path, durableFlags ?? flags, 0o600), durableFlags !== undefined);
  },
  rename,
  unlink,
  makeFolder: (path) => makeFolders(path, 0o700),
  removeFolder: async (path, outermost) => {
    await rm(path, { recursive: true, force: true });
    for (let above = dirname(path); above.startsWith(outermost); above = dirname(above)) await rmdir(above);
  },
  list: (folder) => readdir(folder),
  isSpecial: async (path) => {
    const found = await lstat(path);
    return !found.isFile() && !found.isDirectory();
  },
  chmod,
  syncFolder: async (folder) => {
    // Windows cannot open a folder; NTFS journals renames by itself.
    if (process.platform === 'win32') return;
    const handle = await open(folder, constants.O_RDONLY);
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  },
};

/** Virus scanners and editors on Windows hold files for a moment: waits of 10 to 320 ms, 0.6 s in all. */
const RENAME_WAITS_MS = [10, 20, 40, 80, 160, 320];

/** Renames over what is there. EPERM, EBUSY and EACCES are tried again for less than a second; never falls back to writing in place. */
export async function renamePatiently(fs: FileSystem, from: string, to: string): Promise<void> {
  for (const waitMs of RENAME_WAITS_MS) {
    try {
      await fs.rename(from, to);
      return;
    } catch (error) {
      if (!['EPERM', 'EBUSY', 'EACCES'].includes(errorCode(error) ?? '')) throw error;
      await wait(waitMs);
    }
  }
  await fs.rename(from, to);
}

/** Linux opens a folder like a file and fails when it is read, others fail at once. @returns null when nothing is there; 'folder'. */
export async function openToRead(fs: FileSystem, path: string): Promise<OpenFile | 'folder' | null> {
  let file: OpenFile;
  try {
    file = await fs.open(path, 'r');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null;
    if (errorCode(error) === 'EISDIR') return 'folder';
    throw error;
  }
  const { mode } = await file.stat();
  if ((mode & constants.S_IFMT) !== constants.S_IFDIR) return file;
  await file.close();
  return 'folder';
}

/** `ENOENT` and the like, when the error comes from the operating system. */
export function errorCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

/** @param isDurable whether each write is on the disk when it is done; a change of size still needs a sync. */
function wrap(handle: FileHandle, isDurable: boolean): OpenFile {
  let needsSync = true;
  return {
    read: async (target, position) => {
      let filled = 0;
      while (filled < target.length) {
        const { bytesRead } = await handle.read(target, filled, target.length - filled, position + filled);
        if (bytesRead === 0) break;
        filled += bytesRead;
      }
      return filled;
    },
    write: async (bytes, position) => {
      let done = 0;
      while (done < bytes.length) {
        const at = position === null ? null : position + done;
        done += (await handle.write(bytes, done, bytes.length - done, at)).bytesWritten;
      }
      needsSync ||= !isDurable;
    },
    sync: async () => {
      if (!needsSync) return;
      await handle.datasync();
      needsSync = false;
    },
    truncate: async (sizeBytes) => {
      needsSync = true;
      await handle.truncate(sizeBytes);
    },
    stat: () => handle.stat(),
    close: () => handle.close(),
  };
}
