import { DEFAULT_LANE } from '../domain/lane.js';
import type { LogRecord } from '../protocol/records.js';

/** Counts the records of each lane that was opened by this process. */
export class LanePlaces {
  readonly #counts = new Map<string, number>();

  add({ lane, type }: LogRecord): void {
    if (lane === DEFAULT_LANE) return;
    if (type === 'lane.disposed') this.#counts.delete(lane);
    else this.#counts.set(lane, (this.#counts.get(lane) ?? 0) + 1);
  }

  /**
   * Names what the next record of a lane brings, uniquely in the whole log. In a lane of its own it counts there: what others do at the same
   * time must not show in a log that is to be the same again.
   */
  nextName(lane: string, nextSeq: number): string {
    return lane === DEFAULT_LANE ? String(nextSeq) : `${lane}_${(this.#counts.get(lane) ?? 0) + 1}`;
  }
}
