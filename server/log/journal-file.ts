import { dirname } from 'node:path';
import { errorCode, type FileSystem, type OpenFile } from './file-system.js';
import { FORMAT_VERSION } from './format-version.js';
import { encodeHead } from './journal-line.js';

export interface JournalFileInfo {
  path: string;
  firstSeq: number;
  /** Everything before this offset is whole lines on disk. */
  sizeBytes: number;
}

/** The end of one journal file: appends whole groups, or nothing. */
export class JournalFile {
  readonly path: string;
  readonly firstSeq: number;
  readonly #handle: OpenFile;
  #sizeBytes: number;
  /** Whether a failed write may have left something after the last good byte. */
  #hasLeftover = false;

  constructor(handle: OpenFile, { path, firstSeq, sizeBytes }: JournalFileInfo) {
    this.path = path;
    this.firstSeq = firstSeq;
    this.#handle = handle;
    this.#sizeBytes = sizeBytes;
  }

  get sizeBytes(): number {
    return this.#sizeBytes;
  }

  /**
   * Resolves when the bytes are on disk. When that fails the file is cut back to where it was, at the latest before the next call writes.
   * Opened for appending: if somebody shortens the file meanwhile, its size stays wrong and `isOurs` sees it.
   */
  async append(bytes: Buffer): Promise<void> {
    if (this.#hasLeftover) await this.#cutBack();
    this.#hasLeftover = true;
    try {
      await this.#handle.write(bytes, null);
      await this.#handle.sync();
    } catch (error) {
      await this.#cutBack().catch(() => {});
      throw error;
    }
    this.#hasLeftover = false;
    this.#sizeBytes += bytes.length;
  }

  /** False once somebody deleted, replaced, shortened or lengthened the file behind our back. */
  async isOurs(fs: FileSystem): Promise<boolean> {
    let atPath: OpenFile;
    try {
      // Opening a pipe never ends, and a link has the next start refused.
      if (await fs.isSpecial(this.path)) return false;
      atPath = await fs.open(this.path, 'r');
    } catch (error) {
      // Any other trouble, such as too many open files, says nothing about the file.
      return !['ENOENT', 'ENOTDIR'].includes(errorCode(error) ?? '');
    }
    try {
      const [found, own] = [await atPath.stat(), await this.#handle.stat()];
      return found.ino === own.ino && found.size === this.#sizeBytes;
    } finally {
      await atPath.close();
    }
  }

  close(): Promise<void> {
    return this.#handle.close();
  }

  async #cutBack(): Promise<void> {
    await this.#handle.truncate(this.#sizeBytes);
    this.#hasLeftover = false;
  }
}

/**
 * Starts a journal file, or starts over in one that a crash left without a head.
 * @throws the error of the operating system; nothing is left behind then.
 */
export async function createJournalFile(
  fs: FileSystem,
  path: string,
  { logId, firstSeq, isReplacing }: { logId: string; firstSeq: number; isReplacing: boolean },
): Promise<JournalFile> {
  const handle = await fs.open(path, isReplacing ? 'a+' : 'ax+');
  try {
    if (isReplacing) await handle.truncate(0);
    const head = Buffer.from(encodeHead({ version: FORMAT_VERSION, logId, firstSeq }));
    await handle.write(head, null);
    await handle.sync();
    await fs.syncFolder(dirname(path));
    return new JournalFile(handle, { path, firstSeq, sizeBytes: head.length });
  } catch (error) {
    await handle.close().catch(() => {});
    if (!isReplacing) await fs.unlink(path).catch(() => {});
    throw error;
  }
}
