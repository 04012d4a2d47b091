import { constants as bufferLimits } from 'node:buffer';
import { basename, dirname, join } from 'node:path';
import type { Adapter } from 'lowdb';
import { type FileSystem, openToRead, renamePatiently } from './file-system.js';
import { type FormerFormat, keepBackup, type Upgrades, upgradeData } from './format-version.js';
import { DamagedData, folderInPlace } from './storage-errors.js';

export interface DurableJsonFileOptions<T> {
  fs: FileSystem;
  path: string;
  upgrades: Upgrades;
  /** The file's own format, where it has one. */
  version?: number;
  /** Says what is wrong with a parsed file, or nothing. lowdb itself takes `null`, `[]` and anything else for data. */
  findFault(data: Record<string, unknown>): string | null;
  /** Holds back the moment at which a new content takes the place of the former one. */
  beforeReplace?(content: T): Promise<unknown>;
}

/** Makes names unique within the process; the process id does so between processes. */
let temporaryCount = 0;

/**
 * A lowdb adapter that survives power loss, which lowdb's own file adapter is not made for: a new file under a name of its own, sync,
 * rename, sync of the folder. The former content stays whole until the new one is.
 */
export class DurableJsonFile<T extends { version: number }> implements Adapter<T> {
  readonly #options: DurableJsonFileOptions<T>;
  #former: FormerFormat | null = null;

  constructor(options: DurableJsonFileOptions<T>) {
    this.#options = options;
  }

  /** @returns null when there is no file. @throws DamagedData; HarnessError `data_too_new`. */
  async read(): Promise<T | null> {
    const { fs, path, upgrades, version, findFault } = this.#options;
    const text = await readText(fs, path);
    if (text === null) return null;
    let parsed: unknown;
    try {
      parsed = JSON.parse(text);
    } catch (error) {
      throw new DamagedData(path, 'content', text === '' ? 'the file is empty' : `it is not JSON (${describe(error)})`);
    }
    if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed))
      throw new DamagedData(path, 'content', 'it holds no JSON object');
    const found = parsed as Record<string, unknown>;
    const data = upgradeData(path, found, upgrades, version);
    const fault = findFault(data);
    if (fault !== null) throw new DamagedData(path, 'content', fault);
    this.#former = data === found ? null : { version: Number(found.version), text };
    return data as unknown as T;
  }

  /** Keeps what was read beside the file where it is of an older format; to be called before the file is written in the present one. */
  async keepFormer(): Promise<void> {
    if (this.#former !== null) await keepBackup(this.#options.fs, this.#options.path, this.#former);
    this.#former = null;
  }

  /** Resolves when the content is on disk under the file's name. @throws the operating system's error; the former content is kept. */
  async write(content: T): Promise<void> {
    const { fs, path, beforeReplace } = this.#options;
    // Made into text at once, so that later changes of the same objects do not get in.
    const bytes = Buffer.from(`${JSON.stringify(content)}\n`);
    const ready = beforeReplace?.(content);
    // Looked at below; until then a rejection is not a stray one.
    ready?.catch(() => {});
    const temporary = join(dirname(path), `.${basename(path)}.${process.pid}-${++temporaryCount}.tmp`);
    try {
      const file = await fs.open(temporary, 'wx');
      try {
        await file.write(bytes, 0);
        await file.sync();
      } finally {
        await file.close();
      }
      await ready;
      await renamePatiently(fs, temporary, path);
    } catch (error) {
      await fs.unlink(temporary).catch(() => {});
      throw error;
    }
    await fs.syncFolder(dirname(path));
  }
}

/** Whether a name is one that a write leaves behind when its process dies in the middle. */
export function isTemporaryName(name: string): boolean {
  return /^\.(db|accounts)\.json\.\d+-\d+\.tmp$/.test(name) || /^\.journal\.jsonl\.\d+-\d+\.tmp$/.test(name);
}

async function readText(fs: FileSystem, path: string): Promise<string | null> {
  const file = await openToRead(fs, path);
  if (file === null) return null;
  if (file === 'folder') throw folderInPlace(path);
  try {
    const { size } = await file.stat();
    if (size > bufferLimits.MAX_STRING_LENGTH)
      throw new DamagedData(path, 'content', `${size} bytes are more than Paystage ever writes`);
    const bytes = Buffer.alloc(size);
    return bytes.toString('utf8', 0, await file.read(bytes, 0));
  } finally {
    await file.close();
  }
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
