import type { Clock, Timer } from '../time/clock.js';

/** Due times of attempts to come, one per delivery, armed on the lane's clock. */
export class RetryTimers {
  readonly #armed = new Map<string, { timer: Timer; dueAtMs: number }>();

  /** Replaces what was set for this delivery. */
  set(deliveryId: string, clock: Clock, dueAtMs: number, run: () => void): void {
    this.cancel(deliveryId);
    const timer = clock.setTimer(dueAtMs, () => {
      this.#armed.delete(deliveryId);
      run();
    });
    this.#armed.set(deliveryId, { timer, dueAtMs });
  }

  dueAtMs(deliveryId: string): number | undefined {
    return this.#armed.get(deliveryId)?.dueAtMs;
  }

  /** Of those that `isWanted` wants; null when there is none. */
  earliestDueAtMs(isWanted: (deliveryId: string) => boolean): number | null {
    let earliest: number | null = null;
    for (const [deliveryId, { dueAtMs }] of this.#armed)
      if ((earliest === null || dueAtMs < earliest) && isWanted(deliveryId)) earliest = dueAtMs;
    return earliest;
  }

  cancel(deliveryId: string): void {
    this.#armed.get(deliveryId)?.timer.cancel();
    this.#armed.delete(deliveryId);
  }

  /** Cancels those of deliveries that `isWanted` does not want any more. */
  cancelUnless(isWanted: (deliveryId: string) => boolean): void {
    for (const deliveryId of [...this.#armed.keys()]) if (!isWanted(deliveryId)) this.cancel(deliveryId);
  }
}
