import { setMaxListeners } from 'node:events';
import { performance } from 'node:perf_hooks';
import type { LaneFacts } from '../../domain/lane.js';
import type { Header } from '../../protocol/records.js';
import type { IdSource } from '../../providers/provider.js';
import type { AdjustableClock } from '../time/clock.js';
import { Activity } from './activity.js';
import { EndsInOrder, endsAtOnce } from './ends-in-order.js';
import { SeededNumbers } from './seeded-numbers.js';
import { Unanswered } from './unanswered.js';

export interface LaneParts extends Omit<LaneFacts, 'createdAtMs'> {
  clock: AdjustableClock;
  ids: IdSource;
  /** What is under way in every lane. */
  activity: Activity;
}

/** A stage of its own: time, ids, and what is under way. Its payments are in the state, its keys in the accounts. */
export class Lane implements LaneFacts {
  readonly name: string;
  readonly seed: string | null;
  readonly isRepeatable: boolean;
  readonly createdAtMs: number;
  readonly clock: AdjustableClock;
  readonly ids: IdSource;
  readonly activity: Activity;
  /** Null without a seed. */
  readonly numbers: SeededNumbers | null;
  /** Attempts and callbacks join here when they begin, and write their end when it is their turn. */
  readonly ends: Pick<EndsInOrder, 'join'>;
  /** Attempts that wait for an answer while the clock stands. */
  readonly unanswered: Unanswered;
  /** Its first record: what an earlier lane of the same name did is older. */
  firstSeq = 1;
  readonly #closing = new AbortController();

  constructor({ name, seed, isRepeatable, clock, ids, activity }: LaneParts) {
    // As many listeners as requests at a time, which is no leak.
    setMaxListeners(0, this.#closing.signal);
    this.name = name;
    this.seed = seed;
    this.isRepeatable = isRepeatable;
    this.clock = clock;
    this.ids = ids;
    this.numbers = seed === null ? null : new SeededNumbers(seed, name);
    this.createdAtMs = clock.nowMs();
    this.activity = new Activity(activity);
    this.unanswered = new Unanswered(clock, this.activity);
    this.ends = isRepeatable ? new EndsInOrder() : endsAtOnce;
  }

  /** False once it was disposed: whatever was under way then writes nothing any more. */
  get isOpen(): boolean {
    return !this.#closing.signal.aborted;
  }

  /** Aborted when it is disposed. */
  get closing(): AbortSignal {
    return this.#closing.signal;
  }

  /**
   * Measures how long something takes, in ms for a record: real time, or lane time in a repeatable lane, where nobody's haste may show.
   * @param startedAtMs of `performance.now`, when it began before this call.
   */
  startWatch(startedAtMs = performance.now()): () => number {
    if (!this.isRepeatable) return () => performance.now() - startedAtMs;
    const laneStartMs = this.clock.nowMs();
    return () => this.clock.nowMs() - laneStartMs;
  }

  /** Resolves when nothing is under way, or what is has been waited for long enough for a clock that stands to move on. */
  whenSettled(): Promise<void> {
    return this.clock.speed > 0 ? this.activity.whenIdle() : this.unanswered.whenSettled();
  }

  /** Headers of a reply as a record keeps them: in a repeatable lane without what tells the machine's time. */
  keepHeaders(headers: Header[]): Header[] {
    return this.isRepeatable ? headers.filter(([name]) => name.toLowerCase() !== 'date') : headers;
  }

  close(): void {
    this.#closing.abort();
    this.clock.close();
  }
}
