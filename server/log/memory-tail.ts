/** The newest records as JSON text, bounded by number and size; what falls out is on disk, or gone in memory mode. */
export class MemoryTail {
  readonly #maxRecords: number;
  readonly #maxLength: number;
  #lines: string[] = [];
  /** Lines before this index are dropped but not yet cut off: cutting each time would move the whole list. */
  #head = 0;
  #firstSeq: number;
  #length = 0;

  /** @param maxLength in UTF-16 units, which take one byte each for plain ASCII. */
  constructor(firstSeq: number, maxRecords: number, maxLength: number) {
    this.#firstSeq = firstSeq;
    this.#maxRecords = maxRecords;
    this.#maxLength = maxLength;
  }

  /** Oldest record held; one past the newest when empty. */
  get firstSeq(): number {
    return this.#firstSeq;
  }

  push(line: string): void {
    this.#lines.push(line);
    this.#length += line.length;
  }

  /** Drops what is too much, oldest first, but nothing after `durableSeq`: that exists nowhere else. */
  trim(durableSeq: number): void {
    while (
      this.#firstSeq <= durableSeq &&
      (this.#lines.length - this.#head > this.#maxRecords || this.#length > this.#maxLength)
    ) {
      this.#length -= this.#lines[this.#head]?.length ?? 0;
      this.#lines[this.#head] = '';
      this.#head++;
      this.#firstSeq++;
    }
    if (this.#head > 1_024 && this.#head * 2 > this.#lines.length) {
      this.#lines = this.#lines.slice(this.#head);
      this.#head = 0;
    }
  }

  get(seq: number): string | undefined {
    return seq < this.#firstSeq ? undefined : this.#lines[this.#head + seq - this.#firstSeq];
  }

  /** Up to `maxRecords` lines from `from` to `to`; none when `from` is older than what is held. */
  slice(from: number, to: number, maxRecords: number): string[] {
    if (from < this.#firstSeq) return [];
    const start = this.#head + from - this.#firstSeq;
    return this.#lines.slice(start, Math.min(start + maxRecords, start + to - from + 1));
  }
}
