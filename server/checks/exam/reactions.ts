/** Real ms that a receiver gets at least before it is said that it did nothing. */
const LEAST_SETTLE_MS = 2_000;
/** Of the median reaction: a slow receiver is given more. */
const REACTIONS_TO_WAIT = 5;

/** How long the receiver takes from a valid event to the visible effect, as far as the run has seen it. */
export class Reactions {
  readonly #seenMs: number[] = [];

  /** @param fixedMs settles this long, whatever was seen. */
  constructor(readonly fixedMs?: number) {}

  add(ms: number): void {
    this.#seenMs.push(ms);
  }

  /** After so many ms without an effect there is none. */
  get settleMs(): number {
    if (this.fixedMs !== undefined) return this.fixedMs;
    const sorted = this.#seenMs.toSorted((one, other) => one - other);
    return Math.max(LEAST_SETTLE_MS, REACTIONS_TO_WAIT * (sorted[Math.floor(sorted.length / 2)] ?? 0));
  }
}
