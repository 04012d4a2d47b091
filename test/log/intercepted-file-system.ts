import { type FileSystem, nodeFileSystem, type OpenFile } from '../../server/log/file-system.js';

export interface Operation {
  kind:
    | 'open'
    | 'read'
    | 'write'
    | 'sync'
    | 'truncate'
    | 'rename'
    | 'unlink'
    | 'makeFolder'
    | 'removeFolder'
    | 'list'
    | 'chmod'
    | 'syncFolder';
  path: string;
  /** For a write: how many bytes, and a way to do only half of it. */
  sizeBytes?: number;
  half?: () => Promise<void>;
}

/** Decides over each operation of a store: run it, fail instead, wait, or never come back as in a process that died. */
export type Interceptor = <T>(operation: Operation, run: () => Promise<T>) => Promise<T>;

/** The real file system with a hook around each operation. */
export function interceptFileSystem(intercept: Interceptor): FileSystem {
  return {
    open: (path, flags) =>
      intercept({ kind: 'open', path }, async () => wrap(await nodeFileSystem.open(path, flags), path, intercept)),
    rename: (from, to) => intercept({ kind: 'rename', path: to }, () => nodeFileSystem.rename(from, to)),
    unlink: (path) => intercept({ kind: 'unlink', path }, () => nodeFileSystem.unlink(path)),
    makeFolder: (path) => intercept({ kind: 'makeFolder', path }, () => nodeFileSystem.makeFolder(path)),
    removeFolder: (path, outermost) =>
      intercept({ kind: 'removeFolder', path }, () => nodeFileSystem.removeFolder(path, outermost)),
    isSpecial: (path) => intercept({ kind: 'list', path }, () => nodeFileSystem.isSpecial(path)),
    list: (folder) => intercept({ kind: 'list', path: folder }, () => nodeFileSystem.list(folder)),
    chmod: (path, mode) => intercept({ kind: 'chmod', path }, () => nodeFileSystem.chmod(path, mode)),
    syncFolder: (folder) => intercept({ kind: 'syncFolder', path: folder }, () => nodeFileSystem.syncFolder(folder)),
  };
}

function wrap(file: OpenFile, path: string, intercept: Interceptor): OpenFile {
  return {
    read: (target, position) => intercept({ kind: 'read', path }, () => file.read(target, position)),
    write: (bytes, position) => {
      const half = () => file.write(bytes.subarray(0, Math.floor(bytes.length / 2)), position);
      return intercept({ kind: 'write', path, sizeBytes: bytes.length, half }, () => file.write(bytes, position));
    },
    sync: () => intercept({ kind: 'sync', path }, () => file.sync()),
    truncate: (sizeBytes) => intercept({ kind: 'truncate', path }, () => file.truncate(sizeBytes)),
    stat: () => file.stat(),
    close: () => file.close(),
  };
}

export function makeSystemError(code: string): Error {
  return Object.assign(new Error(`${code}: made up for a test`), { code });
}
