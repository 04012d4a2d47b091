/** Counts work that is under way, so that a simulated clock can wait for it before it moves on. */
export class Activity {
  #running = 0;
  #waiters: (() => void)[] = [];

  get running(): number {
    return this.#running;
  }

  /** Call the returned function once, when the work is done. */
  begin(): () => void {
    this.#running++;
    let isDone = false;
    return () => {
      if (isDone) return;
      isDone = true;
      this.#running--;
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
