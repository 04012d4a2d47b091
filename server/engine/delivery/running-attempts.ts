import { setMaxListeners } from 'node:events';
import type { DeliveryJob } from './delivery-job.js';

/** Attempts that have begun and not ended, and what cuts them off. */
export class RunningAttempts {
  readonly #jobs = new Set<DeliveryJob>();
  /** One for all attempts of a lane, because making one costs as much as signing. */
  readonly #cuts = new Map<string, AbortController>();

  /** Runs an attempt; the signal tells it that nobody wants its answer any more. */
  async run(job: DeliveryJob, attempt: (cut: AbortSignal) => Promise<void>): Promise<void> {
    this.#jobs.add(job);
    try {
      await attempt(this.#cutOf(job.payment.lane));
    } finally {
      this.#jobs.delete(job);
    }
  }

  list(): DeliveryJob[] {
    return [...this.#jobs];
  }

  /** Lets go of every connection of a lane. */
  cutOff(lane: string): void {
    const cut = this.#cuts.get(lane);
    this.#cuts.delete(lane);
    cut?.abort();
  }

  cutOffAll(): void {
    for (const lane of [...this.#cuts.keys()]) this.cutOff(lane);
  }

  #cutOf(lane: string): AbortSignal {
    let cut = this.#cuts.get(lane);
    if (!cut) {
      cut = new AbortController();
      // As many listeners as attempts at a time, which is no leak.
      setMaxListeners(0, cut.signal);
      this.#cuts.set(lane, cut);
    }
    return cut.signal;
  }
}
