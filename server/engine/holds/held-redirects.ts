import type { RedirectReleased } from '../../protocol/hold-records.js';

/** A browser that waits for its answer. */
export interface HeldRedirect {
  id: string;
  lane: string;
  paymentId: string;
  location: string;
  heldAtMs: number;
}

type Reason = RedirectReleased['reason'];

/** Answers that are kept back. They live with their connection: a restart has none. */
export class HeldRedirects {
  readonly #waiting = new Map<string, { redirect: HeldRedirect; let: (reason: Reason) => void }>();

  /**
   * Resolves when the answer may go; `tell` has heard the reason by then, in the turn in which it was released.
   * @param left aborted when nobody waits for it any more.
   */
  wait(redirect: HeldRedirect, left: AbortSignal, tell: (reason: Reason) => void): Promise<void> {
    return new Promise((resolve) => {
      const letGo = (reason: Reason) => {
        this.#waiting.delete(redirect.id);
        left.removeEventListener('abort', leave);
        tell(reason);
        resolve();
      };
      const leave = () => letGo('browser_left');
      this.#waiting.set(redirect.id, { redirect, let: letGo });
      left.addEventListener('abort', leave);
      if (left.aborted) leave();
    });
  }

  /** False when there is none of that id. */
  release(id: string, reason: Reason): boolean {
    const waiting = this.#waiting.get(id);
    waiting?.let(reason);
    return waiting !== undefined;
  }

  /** Oldest first. */
  list(): HeldRedirect[] {
    return [...this.#waiting.values()].map(({ redirect }) => redirect);
  }
}
