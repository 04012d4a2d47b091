export interface Batcher<T> {
  add(items: readonly T[]): void;
  /** Forgets what has not been handed on. */
  clear(): void;
}

/**
 * Collects items and hands them on together, once per frame. `schedule` runs its argument with the next frame; it may be late, as in a
 * hidden tab, so a full queue (`maxQueued`) is handed on without waiting for it.
 */
export function createBatcher<T>(
  flush: (items: readonly T[]) => void,
  schedule: (run: () => void) => void,
  maxQueued = 5_000,
): Batcher<T> {
  let queue: T[] = [];
  let isScheduled = false;

  function handOn(): void {
    const items = queue;
    queue = [];
    if (items.length > 0) flush(items);
  }

  return {
    add(items) {
      for (const item of items) queue.push(item);
      if (queue.length >= maxQueued) handOn();
      else if (!isScheduled) {
        isScheduled = true;
        schedule(() => {
          isScheduled = false;
          handOn();
        });
      }
    },
    clear() {
      queue = [];
    },
  };
}

/** Runs with the next frame, or after a quarter of a second where the browser draws none. */
export function scheduleFrame(run: () => void): void {
  let isDone = false;
  const runOnce = () => {
    if (isDone) return;
    isDone = true;
    cancelAnimationFrame(frame);
    clearTimeout(timer);
    run();
  };
  const frame = requestAnimationFrame(runOnce);
  const timer = setTimeout(runOnce, 250);
}
