import { InconclusiveError } from './inconclusive-error.js';
import { refuseStopped } from './refuse-stopped.js';

/** How many requests a run may still send to the app: a check that goes wrong must not become a load test. */
export class Budget {
  #spent = 0;

  /** @param signal aborted: nothing more is sent. */
  constructor(
    readonly most: number,
    readonly signal?: AbortSignal,
  ) {}

  get spent(): number {
    return this.#spent;
  }

  get left(): number {
    return this.most - this.#spent;
  }

  /** @throws InconclusiveError when nothing is left, or the run was stopped. */
  spend(): void {
    refuseStopped(this.signal);
    if (this.left <= 0)
      throw new InconclusiveError(`the run may send ${this.most} requests, and they are used up; raise --max-requests`);
    this.#spent++;
  }
}
