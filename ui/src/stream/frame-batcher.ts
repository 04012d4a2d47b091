export interface Batcher<T> {
  add(items: readonly T[]): void;
  /** Hands on at once what waits. */
  flush(): void;
  /** Forgets what has not been handed on. */
  clear(): void;
}

/**
 * Collects items and hands them on together, once per frame. `schedule` runs its argument with the next frame; it may be late, as in a
 * hidden tab, so a full queue (`maxQueued`) is handed on without waiting for it.
 */
export function createBatcher<T>(
  onItems: (items: readonly T[]) => void,
  schedule: (run: () => void) => void,
  maxQueued = 5_000,
): Batcher<T> {
  let queue: T[] = [];
  let isScheduled = false;

  function handOn(): void {
    const items = queue;
    queue = [];
    if (items.length > 0) onItems(items);
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
    flush: handOn,
    clear() {
      queue = [];
    },
  };
}

/**
 * Runs with the next frame, or after a quarter of a second where the browser draws none. Where the last run took long, frames are left
 * out until twice that time has passed, a quarter of a second at most: so two thirds of the page's time are free for scrolling and
 * typing, and for the browser's painting, which is not in the time taken here.
 */
export function createFrameSchedule(nowMs: () => number = () => performance.now()): (run: () => void) => void {
  let notBeforeMs = 0;
  return (run) => {
    let frame = 0;
    let isDone = false;
    const runOnce = () => {
      if (isDone) return;
      isDone = true;
      cancelAnimationFrame(frame);
      clearTimeout(timer);
      const startMs = nowMs();
      run();
      // The page is drawn in a microtask that the run has queued; this one comes after it.
      queueMicrotask(() => {
        const endMs = nowMs();
        notBeforeMs = endMs + Math.min(RESTS_PER_RUN * (endMs - startMs), LONGEST_REST_MS);
      });
    };
    const look = () => {
      if (nowMs() >= notBeforeMs) runOnce();
      else frame = requestAnimationFrame(look);
    };
    frame = requestAnimationFrame(look);
    const timer = setTimeout(runOnce, LONGEST_REST_MS);
  };
}

const LONGEST_REST_MS = 250;
const RESTS_PER_RUN = 2;
