import { basename } from 'node:path';
import { type FileSystem, openToRead } from './file-system.js';
import { FORMAT_VERSION } from './format-version.js';
import { decodeHead, isTornHead, type JournalHead } from './journal-line.js';
import { readFirstLine } from './line-reader.js';
import { DamagedData, folderInPlace, tooNew } from './storage-errors.js';

/** A journal file as it is found at the start. */
export interface FoundSegment {
  path: string;
  sizeBytes: number;
  /** Null when the file is empty, or holds no more than a part of a head: a crash during its creation. */
  head: JournalHead | null;
  /** Where the first record begins. */
  start: number;
}

/** @returns null when there is no such file. @throws DamagedData; HarnessError `data_too_new`. */
export async function inspectSegment(fs: FileSystem, path: string): Promise<FoundSegment | null> {
  const file = await openToRead(fs, path);
  if (file === null) return null;
  if (file === 'folder') throw folderInPlace(path);
  try {
    const { size } = await file.stat();
    const first = await readFirstLine(file, size);
    if (first === null) {
      const bytes = Buffer.alloc(Math.min(size, 4_097));
      if (size > 4_096 || !isTornHead(bytes.subarray(0, await file.read(bytes, 0)))) throw notAJournal(path);
      return { path, sizeBytes: size, head: null, start: 0 };
    }
    const head = decodeHead(first.line);
    if (head === undefined) throw notAJournal(path);
    if (head.version > FORMAT_VERSION) throw tooNew(path, head.version, FORMAT_VERSION);
    return { path, sizeBytes: size, head, start: first.end };
  } finally {
    await file.close();
  }
}

function notAJournal(path: string): DamagedData {
  return new DamagedData(path, 'line 1, byte 0', `it does not begin like ${basename(path)} of Paystage`);
}
