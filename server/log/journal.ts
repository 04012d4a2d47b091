import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { HarnessError } from '../domain/errors.js';
import { errorCode, renamePatiently } from './file-system.js';
import { GroupQueue } from './group-queue.js';
import { createJournalFile, type JournalFile } from './journal-file.js';
import { openSegment, readRecords, type Segment } from './journal-history.js';
import { buildChangedNotice, buildNotRotatedNotice } from './journal-notices.js';
import type { JournalParts } from './journal-parts.js';
import { buildAsideName, JOURNAL_NAME, PREVIOUS_JOURNAL_NAME } from './names.js';
import { toStorageError } from './storage-errors.js';

const RETRY_MS = 500;
/** The file is compared with what we wrote at most this often, and only while something is written. */
const CHECK_MS = 1_000;
/** A rotation takes two steps; a reader that looks in between tries again. */
const SEGMENT_TRIES = 40;
const SEGMENT_WAIT_MS = 5;

/**
 * The truth on disk. Group commit without a timer: what is appended while a write runs goes out together with the next one, so an idle
 * journal answers at once and a busy one makes few, large writes.
 */
export class Journal {
  readonly #parts: JournalParts;
  readonly #queue: GroupQueue;
  readonly #path: string;
  readonly #segmentBytes: number;
  /** Null between a rotation and the first successful start of the next file. */
  #file: JournalFile | null;
  #firstSeq: number;
  #previousFirstSeq: number | null;
  #rotateAtBytes: number;
  #running: Promise<void> | null = null;
  #problem: HarnessError | null = null;
  #retry: NodeJS.Timeout | null = null;
  #checkedAtMs = performance.now();
  /** From when the file at the path was found not to be ours until the next one begins: nobody finds what is written to it meanwhile. */
  #isLost = false;
  #isClosed = false;

  constructor(parts: JournalParts) {
    this.#parts = parts;
    this.#queue = new GroupQueue(parts.lastSeq);
    this.#path = join(parts.folder, JOURNAL_NAME);
    this.#file = parts.file;
    this.#firstSeq = parts.file.firstSeq;
    this.#previousFirstSeq = parts.previousFirstSeq;
    this.#segmentBytes = Math.floor(parts.maxBytes / 2);
    this.#rotateAtBytes = this.#segmentBytes;
  }

  get durableSeq(): number {
    return this.#queue.durableSeq;
  }

  get oldestSeq(): number {
    return this.#previousFirstSeq ?? this.#firstSeq;
  }

  get sizeBytes(): number {
    return this.#file?.sizeBytes ?? 0;
  }

  /** UTF-16 units that wait for the disk. */
  get waitingLength(): number {
    return this.#queue.length;
  }

  push(json: string): void {
    this.#queue.push(json);
    if (this.#problem === null) this.#start();
  }

  /** @throws HarnessError `storage_full` (507) while the disk refuses writes. */
  durable(seq: number): Promise<void> {
    if (this.#problem !== null && seq > this.#queue.durableSeq) return Promise.reject(this.#problem);
    return this.#queue.wait(seq);
  }

  /** Durable records `from` to `to`, as far as the files still hold them. @throws DamagedData or the operating system's error. */
  async *read(from: number, to: number): AsyncGenerator<string[]> {
    let seq = from;
    for (let tries = 0; seq <= to && tries < SEGMENT_TRIES; tries++) {
      const holder = this.#segmentOf(seq);
      if (holder === null) return;
      const segment = await openSegment(this.#parts.fs, holder);
      if (segment === null) {
        await wait(SEGMENT_WAIT_MS);
        continue;
      }
      try {
        for await (const batch of readRecords(segment, holder.path, seq, to)) {
          yield batch;
          seq += batch.length;
          tries = 0;
        }
      } finally {
        await segment.file.close();
      }
    }
  }

  /** Writes what waits, then lets go of the file. @throws HarnessError `storage_full` when something could not be written. */
  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    if (this.#retry) clearTimeout(this.#retry);
    while (this.#running !== null) await this.#running;
    this.#checkedAtMs = Number.NEGATIVE_INFINITY;
    if (this.#queue.size > 0) await this.#drain();
    // The next start would take what somebody edited for damage.
    else await this.#checkFile().catch(() => {});
    if (this.#retry) clearTimeout(this.#retry);
    await this.#file?.close().catch(() => {});
    if (this.#problem !== null) throw this.#problem;
  }

  #start(): void {
    this.#running ??= this.#drain().finally(() => {
      this.#running = null;
      if (this.#queue.size > 0 && this.#problem === null) this.#start();
    });
  }

  async #drain(): Promise<void> {
    try {
      while (this.#queue.size > 0) {
        // Not before everybody who is served in this turn of the event loop is done: what they append goes out together, and each
        // write and sync costs more processor time than a webhook.
        await new Promise((resume) => setImmediate(resume));
        await this.#checkFile();
        const file = await this.#openFile();
        if (file.sizeBytes > this.#rotateAtBytes) await this.#rotate(file);
        else {
          const group = this.#queue.nextGroup();
          await file.append(group.bytes);
          this.#settle(group.lastSeq);
        }
      }
    } catch (error) {
      this.#fail(error);
    }
  }

  #settle(seq: number): void {
    this.#queue.settle(seq);
    if (this.#problem !== null) {
      this.#problem = null;
      this.#parts.onProblem(null);
    }
    this.#parts.onDurable(seq);
  }

  #fail(error: unknown): void {
    const problem = toStorageError(error, this.#path);
    this.#problem = problem;
    this.#queue.rejectWaiters(problem);
    this.#retry = setTimeout(() => this.#start(), RETRY_MS);
    this.#retry.unref();
    this.#parts.onProblem(problem);
  }

  async #openFile(): Promise<JournalFile> {
    if (this.#file !== null) return this.#file;
    const { fs, logId } = this.#parts;
    this.#firstSeq = this.#queue.durableSeq + 1;
    this.#file = await createJournalFile(fs, this.#path, { logId, firstSeq: this.#firstSeq, isReplacing: false });
    this.#rotateAtBytes = this.#segmentBytes;
    return this.#file;
  }

  /**
   * db.json first, then the rename, then the new file: whichever step is the last one, db.json and the files that exist continue each
   * other. A db.json that cannot be written only puts the rotation off.
   */
  async #rotate(file: JournalFile): Promise<void> {
    const { fs, folder } = this.#parts;
    const group = this.#queue.nextGroup();
    const written = file.append(group.bytes);
    const { saved } = this.#parts.saveState(file.sizeBytes + group.bytes.length, written);
    const outcome = saved.then(
      () => null,
      (error: unknown) => error,
    );
    try {
      await written;
      this.#settle(group.lastSeq);
    } finally {
      await outcome;
    }
    const failure = await outcome;
    try {
      if (failure !== null) throw failure;
      await renamePatiently(fs, this.#path, join(folder, PREVIOUS_JOURNAL_NAME));
    } catch (error) {
      this.#rotateAtBytes = file.sizeBytes + Math.max(65_536, Math.floor(this.#segmentBytes / 4));
      this.#parts.onNotice(buildNotRotatedNotice(this.#path, toStorageError(error, folder).message));
      return;
    }
    this.#previousFirstSeq = this.#firstSeq;
    this.#file = null;
    await file.close();
    await this.#openFile();
  }

  /** Somebody edited or deleted the file: the state goes to db.json at once, and a new file begins after it. */
  async #checkFile(): Promise<void> {
    const file = this.#file;
    if (file === null) return;
    const { fs } = this.#parts;
    if (!this.#isLost) {
      if (this.#problem !== null || performance.now() - this.#checkedAtMs < CHECK_MS) return;
      this.#checkedAtMs = performance.now();
      if (await file.isOurs(fs)) return;
      this.#isLost = true;
    }
    const { seq, saved } = this.#parts.saveState(0, Promise.resolve());
    await saved;
    const aside = buildAsideName(this.#path, 'edited');
    const isMoved = await renamePatiently(fs, this.#path, aside).then(
      () => true,
      (error: unknown) => {
        if (errorCode(error) === 'ENOENT') return false;
        throw error;
      },
    );
    this.#file = null;
    this.#isLost = false;
    await file.close();
    this.#previousFirstSeq = null;
    this.#firstSeq = seq + 1;
    this.#settle(seq);
    await this.#openFile();
    this.#parts.onNotice(buildChangedNotice(this.#path, isMoved ? aside : null));
  }

  #segmentOf(seq: number): Segment | null {
    if (seq >= this.#firstSeq) return { path: this.#path, firstSeq: this.#firstSeq };
    if (this.#previousFirstSeq === null || seq < this.#previousFirstSeq) return null;
    return { path: join(this.#parts.folder, PREVIOUS_JOURNAL_NAME), firstSeq: this.#previousFirstSeq };
  }
}
