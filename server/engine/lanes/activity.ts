/** Counts work that is under way, so that a simulated clock can wait for it before it moves on. */
export class Activity {
  readonly #whole: Activity | null;
  #running = 0;
  #waiters: (() => void)[] = [];

  /** @param whole what this is a part of: work here counts there, too. */
  constructor(whole: Activity | null = null) {
    this.#whole = whole;
  }

  get running(): number {
    return this.#running;
  }

  /** Call the returned function once, when the work is done. */
  begin(): () => void {
    const endInWhole = this.#whole?.begin();
    this.#running++;
    let isDone = false;
    return () => {
      if (isDone) return;
      isDone = true;
      this.#running--;
      endInWhole?.();
      if (this.#running === 0) for (const resume of this.#waiters.splice(0)) resume();
    };
  }

  /** Resolves when nothing is under way, also when the last work started something new in the same turn. */
  async whenIdle(): Promise<void> {
    for (;;) {
      if (this.#running > 0) await new Promise<void>((resume) => this.#waiters.push(resume));
      await new Promise<void>((resume) => setImmediate(resume));
      if (this.#running === 0) return;
    }
  }
}
