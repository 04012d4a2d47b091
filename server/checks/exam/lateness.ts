const EVERY_MS = 20;
/** Less is the usual jitter of timers, which no verdict about whole seconds has to mind. */
const WORTH_NOTING_MS = 50;

/** How late the timers of this very process come: a measurement that was made meanwhile may be slow because of us or of a busy machine. */
export class Lateness {
  readonly #late: { untilMs: number; ms: number }[] = [];
  #dueMs = 0;
  #timer: NodeJS.Timeout | undefined;

  start(): void {
    this.#dueMs = performance.now() + EVERY_MS;
    this.#timer = setTimeout(() => {
      this.#note();
      this.start();
    }, EVERY_MS).unref();
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  /** Ms that timers were late in this time (of `performance.now()`), up to now. */
  since(startMs: number): number {
    const nowMs = performance.now();
    const pendingMs = this.#timer === undefined ? 0 : nowMs - this.#dueMs;
    // Whoever asks may be ahead of the timer that is overdue.
    const all = pendingMs >= WORTH_NOTING_MS ? [...this.#late, { untilMs: nowMs, ms: pendingMs }] : this.#late;
    return all.reduce((sum, { untilMs, ms }) => sum + Math.max(0, Math.min(ms, untilMs - startMs)), 0);
  }

  #note(): void {
    const untilMs = performance.now();
    if (untilMs - this.#dueMs >= WORTH_NOTING_MS) this.#late.push({ untilMs, ms: untilMs - this.#dueMs });
  }
}
