import type { LogRecord } from '../../../server/protocol/records.js';
import type { ChunkedList } from './chunked-list.js';
import { findLine, type Line, type Lines } from './line.js';

/**
 * The settled lines with the few `running` records among them, each at its place, as one list. A running one will leave again, and
 * taking a line out of the middle of a long list would mean to copy it.
 */
export class MergedLines implements Lines {
  readonly #settled: ChunkedList<Line>;
  readonly #running: readonly LogRecord[];
  /** Index of each running record in the merged list, ascending. */
  readonly #places: readonly number[];

  constructor(settled: ChunkedList<Line>, running: readonly LogRecord[]) {
    this.#settled = settled;
    this.#running = running;
    this.#places = running.map((record, index) => findLine(settled, record.seq) + 1 + index);
  }

  get length(): number {
    return this.#settled.length + this.#running.length;
  }

  at(index: number): Line | undefined {
    if (this.#places.length === 0) return index < 0 ? undefined : this.#settled.at(index);
    const before = countUpTo(this.#places, index);
    if (before > 0 && this.#places[before - 1] === index) {
      const record = this.#running[before - 1];
      return record && { kind: 'record', record };
    }
    return index < before ? undefined : this.#settled.at(index - before);
  }
}

/** How many of the ascending `values` are not greater than `limit`. */
function countUpTo(values: readonly number[], limit: number): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((values[middle] ?? Number.POSITIVE_INFINITY) <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
