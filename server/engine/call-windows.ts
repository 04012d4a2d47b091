/** Fixed windows for rate limits: how many calls a bucket had since its window began. Kept in memory; a restart starts afresh. */
export class CallWindows {
  readonly #windows = new Map<string, { endsAtMs: number; count: number }>();
  readonly #nowMs: () => number;

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  count(bucket: string, windowMs: number): { count: number; resetInMs: number } {
    const nowMs = this.#nowMs();
    let window = this.#windows.get(bucket);
    if (!window || window.endsAtMs <= nowMs) {
      this.#forgetEnded(nowMs);
      window = { endsAtMs: nowMs + windowMs, count: 0 };
      this.#windows.set(bucket, window);
    }
    window.count++;
    return { count: window.count, resetInMs: window.endsAtMs - nowMs };
  }

  #forgetEnded(nowMs: number): void {
    for (const [bucket, { endsAtMs }] of this.#windows) if (endsAtMs <= nowMs) this.#windows.delete(bucket);
  }
}
