interface Window {
  endsAtMs: number;
  count: number;
}

/** Fixed windows for rate limits: how many calls a bucket of a lane had since its window began. Kept in memory; a restart starts afresh. */
export class CallWindows {
  readonly #lanes = new Map<string, Map<string, Window>>();
  readonly #nowMs: (lane: string) => number;

  constructor(nowMs: (lane: string) => number) {
    this.#nowMs = nowMs;
  }

  count(lane: string, bucket: string, windowMs: number): { count: number; resetInMs: number } {
    const nowMs = this.#nowMs(lane);
    const windows = this.#lanes.get(lane) ?? new Map<string, Window>();
    this.#lanes.set(lane, windows);
    let window = windows.get(bucket);
    if (!window || window.endsAtMs <= nowMs) {
      for (const [name, { endsAtMs }] of windows) if (endsAtMs <= nowMs) windows.delete(name);
      window = { endsAtMs: nowMs + windowMs, count: 0 };
      windows.set(bucket, window);
    }
    window.count++;
    return { count: window.count, resetInMs: window.endsAtMs - nowMs };
  }

  forget(lane: string): void {
    this.#lanes.delete(lane);
  }
}
