import type { HarnessError } from '../domain/errors.js';
import type { HarnessNotice } from '../protocol/records.js';
import type { FileSystem } from './file-system.js';
import type { JournalFile } from './journal-file.js';

export interface JournalParts {
  fs: FileSystem;
  folder: string;
  logId: string;
  file: JournalFile;
  /** First record of the older journal file, when there is one that this one continues. */
  previousFirstSeq: number | null;
  lastSeq: number;
  /** Size of both files together at which the older one is dropped. */
  maxBytes: number;
  /**
   * Puts the state as it is at the moment of the call into db.json; it replaces the former one only after `journalReady`.
   * @returns the newest record that the state covers, and when the file is on disk.
   */
  saveState(journalOffset: number, journalReady: Promise<unknown>): { seq: number; saved: Promise<void> };
  onDurable(seq: number): void;
  onProblem(problem: HarnessError | null): void;
  onNotice(notice: HarnessNotice): void;
}
