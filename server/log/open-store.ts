import { randomUUID } from 'node:crypto';
import { realpath } from 'node:fs/promises';
import { resolve } from 'node:path';
import { createState } from '../domain/state.js';
import { AccountStore } from './account-store.js';
import { type FileSystem, nodeFileSystem } from './file-system.js';
import { type InstanceInfo, lockFolder } from './lock.js';
import { MemoryTail } from './memory-tail.js';
import { type OpenedFolder, openFolder } from './open-folder.js';
import { packer } from './packer.js';
import { RecordLog } from './record-log.js';
import { toFolderError } from './storage-errors.js';
import { type CompleteLimits, completeLimits, type StoreLimits } from './store-limits.js';
import type { FindWrongSettings } from './wrong-setting.js';

export interface StoreOptions {
  /** Null keeps everything in memory. */
  dataDir: string | null;
  limits: StoreLimits;
  /** Told to whoever wants the same folder meanwhile. */
  instance: InstanceInfo;
  /** Start empty; the former files are kept under other names. */
  fresh?: boolean;
  /** After damage, keep every record before it. */
  recover?: boolean;
  /** Default: every setting is taken as it is. */
  findWrongSettings?: FindWrongSettings;
  /** For tests. */
  fs?: FileSystem;
}

export interface Store extends OpenedFolder {
  /** Tells others where this instance listens. */
  setInstanceUrl(url: string): void;
  /** Closes what was never used: a folder that this opening has made is gone again. For a start that is refused. */
  undo(): Promise<void>;
}

/**
 * Opens the data folder: lock, snapshot, journal after it, ready. The state is complete when this resolves.
 * @throws HarnessError `data_in_use` (exit 3); `data_damaged` and `data_too_new` (exit 4); `data_unusable` (exit 2).
 */
export async function openStore(options: StoreOptions): Promise<Store> {
  const { dataDir } = options;
  const limits = completeLimits(options.limits, dataDir !== null);
  if (dataDir === null) return openMemoryStore(limits);
  const fs = options.fs ?? nodeFileSystem;
  const { folder, created } = await prepareFolder(fs, dataDir);
  // What stays then is in nobody's way; the reason why we are here counts more.
  const remove = async () => {
    if (created !== undefined) await fs.removeFolder(resolve(dataDir), created).catch(() => {});
  };
  const lock = await lockFolder(folder, options.instance);
  try {
    const store = await openFolder(fs, folder, limits, {
      repair: options.fresh ? 'fresh' : options.recover ? 'recover' : null,
      findWrongSettings: options.findWrongSettings ?? (() => []),
    });
    return {
      ...store,
      setInstanceUrl: (url) => lock.update({ url }),
      close: () => store.close().finally(() => lock.release()),
      undo: () =>
        store
          .close()
          .then(remove)
          .finally(() => lock.release()),
    };
  } catch (error) {
    await remove();
    await lock.release();
    throw toFolderError(error, folder);
  }
}

function openMemoryStore(limits: CompleteLimits): Store {
  const state = createState(undefined, packer);
  const tail = new MemoryTail(1, limits.memoryTailRecords, limits.memoryTailLength);
  const log = new RecordLog({ logId: randomUUID(), lastSeq: 0, state, limits, tail });
  const accounts = new AccountStore({ file: null, stored: null, isKnownPayment: (id) => state.payments.has(id) });
  const close = () => log.close();
  return { log, state, accounts, notices: [], setInstanceUrl: () => {}, close, undo: close };
}

/** @returns its real path, and the outermost folder that had to be created for it. */
async function prepareFolder(fs: FileSystem, dataDir: string): Promise<{ folder: string; created: string | undefined }> {
  const folder = resolve(dataDir);
  try {
    const created = await fs.makeFolder(folder);
    return { folder: await realpath(folder), created };
  } catch (error) {
    throw toFolderError(error, folder);
  }
}
