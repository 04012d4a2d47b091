import { PATIENCE_MS } from './patience.js';

/** Waits that end when something happened, never because time went by; the timeout only turns a hang into a readable failure. */
export interface WaitList {
  /**
   * Resolves with the first value of `look` that is not undefined, looking now and after every `recheck`.
   * @throws Error with `describe()` after `timeoutMs`, or the reason given to `giveUp`.
   */
  until<T>(look: () => T | undefined, describe: () => string, timeoutMs?: number): Promise<T>;
  recheck(): void;
  /** Fails every wait that is still open. */
  giveUp(reason: string): void;
}

interface Wait {
  look(): boolean;
  fail(reason: string): void;
}

export function createWaitList(): WaitList {
  const waits = new Set<Wait>();

  function until<T>(look: () => T | undefined, describe: () => string, timeoutMs = PATIENCE_MS): Promise<T> {
    return new Promise((resolve, reject) => {
      const finish = (end: () => void) => {
        clearTimeout(timer);
        waits.delete(wait);
        end();
      };
      const wait: Wait = {
        look() {
          try {
            const found = look();
            if (found === undefined) return false;
            finish(() => resolve(found));
          } catch (error) {
            finish(() => reject(error));
          }
          return true;
        },
        fail: (reason) => finish(() => reject(new Error(`${reason}: ${describe()}`))),
      };
      const timer = setTimeout(() => wait.fail(`nothing after ${timeoutMs} ms`), timeoutMs);
      if (!wait.look()) waits.add(wait);
    });
  }

  return {
    until,
    recheck() {
      for (const wait of [...waits]) wait.look();
    },
    giveUp(reason) {
      for (const wait of [...waits]) wait.fail(reason);
    },
  };
}
