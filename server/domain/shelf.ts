/** What is packed and has to be unpacked. */
export interface PackedPart<T> {
  find(id: string): boolean;
  /** Unpacks what belongs to this id, if there is such a thing: then it is among the open ones. */
  unpack(id: string): void;
  ids(): string[];
  /** Everything packed, to be read. */
  read(): T[];
}

/** Events or deliveries by id, like a map: those of open payments are in it, those of packed ones are unpacked for whoever asks. */
export class Shelf<T extends { id: string }> {
  readonly #open: ReadonlyMap<string, T>;
  readonly #packed: PackedPart<T>;

  constructor(open: ReadonlyMap<string, T>, packed: PackedPart<T>) {
    this.#open = open;
    this.#packed = packed;
  }

  get size(): number {
    return this.#open.size + this.#packed.ids().length;
  }

  has(id: string): boolean {
    return this.#open.has(id) || this.#packed.find(id);
  }

  get(id: string): T | undefined {
    const found = this.#open.get(id);
    if (found !== undefined) return found;
    this.#packed.unpack(id);
    return this.#open.get(id);
  }

  /** Of payments that are not packed: everything that is still to be done is among them. */
  open(): IterableIterator<T> {
    return this.#open.values();
  }

  keys(): IterableIterator<string> {
    return [...this.#packed.ids(), ...this.#open.keys()].values();
  }

  /** All of them, to be read; those of packed payments first. */
  values(): IterableIterator<T> {
    return [...this.#packed.read(), ...this.#open.values()].values();
  }

  *[Symbol.iterator](): IterableIterator<[string, T]> {
    for (const thing of this.values()) yield [thing.id, thing];
  }
}
