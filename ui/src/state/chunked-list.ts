const CHUNK = 512;

/**
 * A list whose values are never changed in place, made for a log: adding at the end and dropping at the head cost as much as what is
 * added or dropped, not as much as what is held. A plain array would be copied as a whole for every frame; at 100,000 records that
 * copying, and the collecting of the copies, takes longer than the frame has.
 */
export class ChunkedList<T> implements Iterable<T> {
  static readonly #empty = new ChunkedList<never>([], 0, 0);
  /** All full but the last one. */
  readonly #chunks: readonly (readonly T[])[];
  /** Values of the first chunk that were dropped. */
  readonly #offset: number;
  readonly length: number;

  private constructor(chunks: readonly (readonly T[])[], offset: number, length: number) {
    this.#chunks = chunks;
    this.#offset = offset;
    this.length = length;
  }

  static empty<T>(): ChunkedList<T> {
    return ChunkedList.#empty;
  }

  static from<T>(values: readonly T[]): ChunkedList<T> {
    return ChunkedList.empty<T>().append(values);
  }

  /** The value at `index`; negative ones count from the end, as with arrays. */
  at(index: number): T | undefined {
    const from = index < 0 ? this.length + index : index;
    if (from < 0 || from >= this.length) return undefined;
    const place = from + this.#offset;
    return this.#chunks[Math.floor(place / CHUNK)]?.[place % CHUNK];
  }

  append(values: readonly T[]): ChunkedList<T> {
    if (values.length === 0) return this;
    const chunks = this.#chunks.slice();
    const last = chunks.at(-1);
    let taken = 0;
    if (last && last.length < CHUNK) {
      taken = CHUNK - last.length;
      chunks[chunks.length - 1] = last.concat(values.slice(0, taken));
    }
    for (; taken < values.length; taken += CHUNK) chunks.push(values.slice(taken, taken + CHUNK));
    return new ChunkedList(chunks, this.#offset, this.length + values.length);
  }

  /** Without its first `count` values. */
  dropFirst(count: number): ChunkedList<T> {
    if (count <= 0) return this;
    if (count >= this.length) return ChunkedList.empty();
    const place = this.#offset + count;
    const gone = Math.floor(place / CHUNK);
    return new ChunkedList(this.#chunks.slice(gone), place - gone * CHUNK, this.length - count);
  }

  /** The values from one index up to, but not including, another. */
  slice(from = 0, to = this.length): T[] {
    const values: T[] = [];
    for (let index = Math.max(0, from); index < Math.min(to, this.length); index++) values.push(this.at(index) as T);
    return values;
  }

  *[Symbol.iterator](): Iterator<T> {
    for (let index = 0; index < this.length; index++) yield this.at(index) as T;
  }
}

/** Index of the first value whose `positionOf` is greater than `position`, in a list that is sorted by it. */
export function findFirstAfter<T>(
  list: { length: number; at(index: number): T | undefined },
  position: number,
  positionOf: (value: T) => number,
): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const value = list.at(middle);
    if (value !== undefined && positionOf(value) <= position) low = middle + 1;
    else high = middle;
  }
  return low;
}
