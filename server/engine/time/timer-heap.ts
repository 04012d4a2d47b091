/** A timer in the heap. The heap keeps `index` up to date, so that a cancelled timer is taken out at once instead of lingering. */
export interface HeapTimer {
  readonly dueAtMs: number;
  /** Breaks ties: timers of the same moment leave the heap in the order of setting. */
  readonly order: number;
  readonly run: () => void;
  /** Place in the heap, -1 when not in it. */
  index: number;
}

/** Binary heap of timers, earliest first. Setting, cancelling and taking the first are all logarithmic. */
export class TimerHeap {
  readonly #items: HeapTimer[] = [];

  get size(): number {
    return this.#items.length;
  }

  peek(): HeapTimer | undefined {
    return this.#items[0];
  }

  push(timer: HeapTimer): void {
    timer.index = this.#items.length;
    this.#items.push(timer);
    this.#siftUp(timer);
  }

  /** Takes a timer out, wherever it stands. Does nothing when it is no longer in the heap. */
  remove(timer: HeapTimer): void {
    const { index } = timer;
    if (index === -1) return;
    timer.index = -1;
    const last = this.#items.pop();
    if (last === undefined || last === timer) return;
    this.#place(last, index);
    this.#siftUp(last);
    this.#siftDown(last);
  }

  clear(): void {
    for (const timer of this.#items) timer.index = -1;
    this.#items.length = 0;
  }

  #place(timer: HeapTimer, index: number): void {
    timer.index = index;
    this.#items[index] = timer;
  }

  #siftUp(timer: HeapTimer): void {
    while (timer.index > 0) {
      const { index } = timer;
      const parent = this.#items[(index - 1) >> 1];
      if (parent === undefined || isBefore(parent, timer)) return;
      this.#place(timer, parent.index);
      this.#place(parent, index);
    }
  }

  #siftDown(timer: HeapTimer): void {
    for (;;) {
      const { index } = timer;
      const left = this.#items[2 * index + 1];
      const right = this.#items[2 * index + 2];
      const child = right !== undefined && left !== undefined && isBefore(right, left) ? right : left;
      if (child === undefined || isBefore(timer, child)) return;
      this.#place(timer, child.index);
      this.#place(child, index);
    }
  }
}

function isBefore(first: HeapTimer, second: HeapTimer): boolean {
  return first.dueAtMs === second.dueAtMs ? first.order < second.order : first.dueAtMs < second.dueAtMs;
}
