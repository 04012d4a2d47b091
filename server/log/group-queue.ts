import type { HarnessError } from '../domain/errors.js';
import { encodeLine } from './journal-line.js';

interface Waiter {
  seq: number;
  resolve(): void;
  reject(error: HarnessError): void;
}

export interface Group {
  lastSeq: number;
  bytes: Buffer;
}

/** Records on their way to disk, in order, and who waits for them. */
export class GroupQueue {
  #lines: string[] = [];
  #waiters: Waiter[] = [];
  #durableSeq: number;
  #length = 0;

  constructor(durableSeq: number) {
    this.#durableSeq = durableSeq;
  }

  /** Everything up to here is on disk. */
  get durableSeq(): number {
    return this.#durableSeq;
  }

  get size(): number {
    return this.#lines.length;
  }

  /** UTF-16 units that wait; close enough to bytes for a limit. */
  get length(): number {
    return this.#length;
  }

  push(json: string): void {
    this.#lines.push(json);
    this.#length += json.length;
  }

  /**
   * Everything that waits, as one block; it stays in the queue until `settle`. A block holds whole turns of the event loop, and all but its
   * last line say that more belongs to them: what one decision appended survives a crash as a whole or not at all.
   */
  nextGroup(): Group {
    const last = this.#lines.length - 1;
    const text = this.#lines.map((json, index) => encodeLine(json, index < last)).join('');
    return { lastSeq: this.#durableSeq + this.#lines.length, bytes: Buffer.from(text) };
  }

  /** Takes records up to `seq` as done and lets those who waited for them go, in the order in which they came. */
  settle(seq: number): void {
    for (const json of this.#lines.splice(0, seq - this.#durableSeq)) this.#length -= json.length;
    this.#durableSeq = seq;
    const waiting = this.#waiters;
    this.#waiters = waiting.filter((waiter) => waiter.seq > seq);
    for (const waiter of waiting) if (waiter.seq <= seq) waiter.resolve();
  }

  wait(seq: number): Promise<void> {
    if (seq <= this.#durableSeq) return Promise.resolve();
    return new Promise((resolve, reject) => this.#waiters.push({ seq, resolve, reject }));
  }

  /** The records stay; nobody waits any longer. */
  rejectWaiters(error: HarnessError): void {
    const waiting = this.#waiters;
    this.#waiters = [];
    for (const waiter of waiting) waiter.reject(error);
  }
}
