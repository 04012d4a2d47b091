/**
 * Keeps the events of one payment in order at one endpoint: a delivery may start when the one before it in its line has been released.
 * What releases a line (first attempt done, or acknowledged) is the caller's rule.
 */
export class DeliveryOrder {
  readonly #lines = new Map<string, { active: string; waiting: string[] }>();
  readonly #start: (deliveryId: string) => void;

  constructor(start: (deliveryId: string) => void) {
    this.#start = start;
  }

  enter(line: string, deliveryId: string): void {
    const open = this.#lines.get(line);
    if (open) {
      open.waiting.push(deliveryId);
      return;
    }
    this.#lines.set(line, { active: deliveryId, waiting: [] });
    this.#start(deliveryId);
  }

  /** Lets the next one start; does nothing when `deliveryId` is not the one its line waits for. */
  release(line: string, deliveryId: string): void {
    const open = this.#lines.get(line);
    if (open?.active !== deliveryId) return;
    const next = open.waiting.shift();
    if (next === undefined) {
      this.#lines.delete(line);
      return;
    }
    open.active = next;
    this.#start(next);
  }

  /** The deliveries of a line, the one it waits for first. */
  list(line: string): readonly string[] {
    const open = this.#lines.get(line);
    return open ? [open.active, ...open.waiting] : [];
  }

  /** The deliveries that lines wait for. */
  listActive(): string[] {
    return [...this.#lines.values()].map(({ active }) => active);
  }

  /** Forgets deliveries that `isWanted` does not want any more; those behind them move up. */
  dropUnless(isWanted: (deliveryId: string) => boolean): void {
    for (const [line, open] of [...this.#lines]) {
      open.waiting = open.waiting.filter(isWanted);
      if (!isWanted(open.active)) this.release(line, open.active);
    }
  }

  clear(): void {
    this.#lines.clear();
  }
}
