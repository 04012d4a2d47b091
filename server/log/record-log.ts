import { HarnessError } from '../domain/errors.js';
import { applyRecord, type State, type StateLimits, type StateSnapshot, toSnapshot } from '../domain/state.js';
import type { HarnessNotice, LogRecord, RecordBody } from '../protocol/records.js';
import type { EventLog, RecordListener, StorageProblem } from './event-log.js';
import type { Journal } from './journal.js';
import { MAX_RECORD_LENGTH } from './journal-line.js';
import { LanePlaces } from './lane-places.js';
import type { MemoryTail } from './memory-tail.js';
import { DamagedData } from './storage-errors.js';

export interface RecordLogParts {
  logId: string;
  lastSeq: number;
  state: State;
  limits: StateLimits;
  tail: MemoryTail;
}

/** What the disk adds to a log. */
export interface LogDisk {
  journal: Journal;
  close(snapshot: StateSnapshot): Promise<void>;
}

const BATCH_RECORDS = 1_000;
/** Ends of attempts may pile up this far while the disk is full; deliveries that run are few, so this is never reached by honest means. */
const MAX_WAITING_LENGTH = 67_108_864;

/** @see EventLog; without `connect` it is a log in memory. */
export class RecordLog implements EventLog {
  readonly logId: string;
  readonly #parts: RecordLogParts;
  readonly #listeners = new Set<RecordListener>();
  readonly #healthListeners = new Set<(problem: StorageProblem | null) => void>();
  #disk: LogDisk | null = null;
  #newestSeq: number;
  #historyStart = 1;
  #problem: HarnessError | null = null;
  #closing: Promise<void> | null = null;
  #outbox: { record: LogRecord; line: string }[] = [];
  readonly #places = new LanePlaces();
  #isShowing = false;
  #lastAt = { ms: Number.NaN, iso: '' };

  constructor(parts: RecordLogParts) {
    this.logId = parts.logId;
    this.#parts = parts;
    this.#newestSeq = parts.lastSeq;
  }

  /** Joins the log with its files, once; they need the log to be there first. */
  connect(disk: LogDisk): void {
    this.#disk = disk;
  }

  get newestSeq(): number {
    return this.#newestSeq;
  }

  get oldestSeq(): number {
    const onDisk = this.#disk?.journal.oldestSeq ?? Number.POSITIVE_INFINITY;
    return Math.max(this.#historyStart, Math.min(onDisk, this.#parts.tail.firstSeq));
  }

  get durableSeq(): number {
    return this.#disk?.journal.durableSeq ?? this.#newestSeq;
  }

  get storageProblem(): StorageProblem | null {
    return this.#problem === null ? null : { code: this.#problem.code, message: this.#problem.message };
  }

  nextName(lane: string): string {
    return this.#places.nextName(lane, this.#newestSeq + 1);
  }

  append(lane: string, atMs: number, body: RecordBody): LogRecord {
    if (this.#closing !== null)
      throw new HarnessError('log_closed', 'The harness is shutting down; nothing more is recorded.', { status: 503 });
    if (this.#problem !== null) this.#admit(body, this.#problem);
    const record: LogRecord = { seq: this.#newestSeq + 1, at: this.#toIso(atMs), lane, ...body };
    const line = JSON.stringify(record);
    if (line.length > MAX_RECORD_LENGTH)
      throw new HarnessError(
        'record_too_large',
        `A record of ${line.length} characters is more than the log takes (${MAX_RECORD_LENGTH}).`,
        {
          status: 413,
          hint: 'Send a smaller body.',
        },
      );
    applyRecord(this.#parts.state, record, this.#parts.limits);
    this.#newestSeq = record.seq;
    this.#places.add(record);
    this.#parts.tail.push(line);
    this.#disk?.journal.push(line);
    this.#parts.tail.trim(this.durableSeq);
    this.#show(record, line);
    return record;
  }

  durable(seq: number): Promise<void> {
    return this.#disk?.journal.durable(seq) ?? Promise.resolve();
  }

  read(afterSeq: number): AsyncIterable<string[]> {
    return this.#read(Math.max(1, afterSeq + 1), this.#newestSeq);
  }

  async get(seq: number): Promise<LogRecord | undefined> {
    if (!Number.isSafeInteger(seq) || seq < this.oldestSeq || seq > this.#newestSeq) return undefined;
    const held = this.#parts.tail.get(seq);
    if (held !== undefined) return JSON.parse(held) as LogRecord;
    for await (const [line] of this.#read(seq, seq)) {
      const record = line === undefined ? undefined : (JSON.parse(line) as LogRecord);
      return record?.seq === seq ? record : undefined;
    }
    return undefined;
  }

  subscribe(listener: RecordListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  subscribeHealth(listener: (problem: StorageProblem | null) => void): () => void {
    this.#healthListeners.add(listener);
    return () => this.#healthListeners.delete(listener);
  }

  close(snapshot: () => StateSnapshot = () => toSnapshot(this.#parts.state)): Promise<void> {
    this.#closing ??= this.#disk?.close(snapshot()) ?? Promise.resolve();
    return this.#closing;
  }

  /** For the journal: the disk refuses writes, or takes them again. What it refuses at every try is told once. */
  setProblem(problem: HarnessError | null): void {
    const isNews = (problem === null) !== (this.#problem === null);
    this.#problem = problem;
    if (!isNews) return;
    const shown = this.storageProblem;
    for (const listener of this.#healthListeners) guard(() => listener(shown));
  }

  /** For the journal: lets memory forget what the disk holds by now. */
  noteDurable(seq: number): void {
    this.#parts.tail.trim(seq);
  }

  /** For the journal: says in the log itself that something happened to the files. */
  appendNotice(notice: HarnessNotice): void {
    if (this.#closing === null) guard(() => this.append('default', Date.now(), notice));
  }

  #admit(body: RecordBody, problem: HarnessError): void {
    const isAllowed = body.type === 'attempt.finished' || body.type === 'harness.notice';
    if (!isAllowed || (this.#disk?.journal.waitingLength ?? 0) > MAX_WAITING_LENGTH) throw problem;
  }

  async *#read(from: number, to: number): AsyncGenerator<string[]> {
    const { tail } = this.#parts;
    let seq = from;
    while (seq <= to) {
      seq = Math.max(seq, this.oldestSeq);
      const before = seq;
      if (seq >= tail.firstSeq) {
        const batch = tail.slice(seq, to, BATCH_RECORDS);
        seq += batch.length;
        if (batch.length > 0) yield batch;
      } else {
        for await (const batch of this.#readDisk(seq, Math.min(to, tail.firstSeq - 1))) {
          seq += batch.length;
          yield batch;
        }
      }
      if (seq === before && seq >= tail.firstSeq) return;
      // Still missing, and not because memory or a rotation took it away meanwhile: the files no longer hold it.
      if (seq === before && seq >= this.oldestSeq) this.#loseHistory('the journal files no longer hold them');
    }
  }

  async *#readDisk(from: number, to: number): AsyncGenerator<string[]> {
    try {
      if (this.#disk) yield* this.#disk.journal.read(from, to);
    } catch (error) {
      const place = error instanceof DamagedData ? `${error.path}, ${error.where}: ` : '';
      this.#loseHistory(`${place}${error instanceof Error ? error.message : String(error)}`);
    }
  }

  #loseHistory(reason: string): void {
    this.#historyStart = this.#parts.tail.firstSeq;
    this.appendNotice({
      type: 'harness.notice',
      level: 'warning',
      code: 'history_damaged',
      message: `Records before ${this.#historyStart} can no longer be read: ${reason}.`,
      hint: 'Payments and newer records are not touched by this.',
    });
  }

  /** A listener that appends is served after the record it was shown, so that everybody sees one order. */
  #show(record: LogRecord, line: string): void {
    this.#outbox.push({ record, line });
    if (this.#isShowing) return;
    this.#isShowing = true;
    for (let next = this.#outbox.shift(); next !== undefined; next = this.#outbox.shift()) {
      const shown = next;
      for (const listener of this.#listeners) guard(() => listener(shown.record, shown.line));
    }
    this.#isShowing = false;
  }

  #toIso(atMs: number): string {
    if (atMs !== this.#lastAt.ms) this.#lastAt = { ms: atMs, iso: new Date(atMs).toISOString() };
    return this.#lastAt.iso;
  }
}

/** A reader that fails is a defect of that reader: it is reported, and the log goes on. */
function guard(work: () => void): void {
  try {
    work();
  } catch (error) {
    process.emitWarning(error instanceof Error ? error : String(error));
  }
}
