import { type ActiveFault, usesLeft } from '../../domain/fault.js';
import { shuffle } from '../../domain/fault-choice.js';
import type { DeliveryJob } from '../delivery/delivery-job.js';
import type { Clock, Timer } from '../time/clock.js';
import type { ActiveFaults, FaultUse } from './active-faults.js';
import { occasionOf } from './occasion.js';
import { choiceOf } from './shape-body.js';

export interface BurstsParts {
  active: ActiveFaults;
  clockOf(lane: string): Clock;
  use(fault: ActiveFault, use: FaultUse): void;
  letGo(deliveryId: string): void;
}

interface Burst {
  fault: ActiveFault;
  deliveryIds: string[];
  dueAtMs: number;
  timer: Timer;
}

/** Deliveries that are collected and let go at the same moment. They are in memory only: after a restart they are collected again. */
export class Bursts {
  readonly #parts: BurstsParts;
  /** Those that still collect, by fault. */
  readonly #open = new Map<string, Burst>();
  /** Those that are complete and about to be let go. */
  readonly #full = new Set<Burst>();

  constructor(parts: BurstsParts) {
    this.#parts = parts;
  }

  has(deliveryId: string): boolean {
    return this.#list().some(({ deliveryIds }) => deliveryIds.includes(deliveryId));
  }

  /** The first moment at which one is let go that has collected a wanted delivery, lane time; null when there is none. */
  earliestDueAtMs(isWanted: (deliveryId: string) => boolean): number | null {
    const moments = this.#list().flatMap(({ deliveryIds, dueAtMs }) => (deliveryIds.some(isWanted) ? [dueAtMs] : []));
    return moments.length === 0 ? null : Math.min(...moments);
  }

  /** True when a burst collects it. */
  catch(job: DeliveryJob): boolean {
    const [fault] = this.#parts.active.choose(occasionOf(job), ({ spec }) => spec.fault === 'burst');
    if (!fault) return false;
    const open = this.#open.get(fault.id);
    // One that is full counts as a use when it is let go, in a moment.
    if (!open && usesLeft(fault) <= [...this.#full].filter((burst) => burst.fault === fault).length) return false;
    const burst = open ?? this.#start(fault);
    burst.deliveryIds.push(job.delivery.id);
    if (burst.deliveryIds.length < Number(fault.spec.size)) return true;
    this.#open.delete(fault.id);
    this.#full.add(burst);
    // Later: it is not known to be caught before this returns.
    queueMicrotask(() => this.#finish(burst));
    return true;
  }

  /** Lets go what the wanted ones have collected so far. */
  finish(isWanted: (fault: ActiveFault) => boolean): void {
    for (const burst of this.#list()) if (isWanted(burst.fault)) this.#finish(burst);
  }

  /** Forgets deliveries that `isWanted` does not want any more. */
  forgetUnless(isWanted: (deliveryId: string) => boolean): void {
    for (const burst of this.#list()) {
      burst.deliveryIds = burst.deliveryIds.filter(isWanted);
      if (burst.deliveryIds.length === 0) this.#end(burst);
    }
  }

  #list(): Burst[] {
    return [...this.#full, ...this.#open.values()];
  }

  #start(fault: ActiveFault): Burst {
    const clock = this.#parts.clockOf(fault.lane);
    const dueAtMs = clock.nowMs() + Number(fault.spec.withinMs);
    const burst: Burst = { fault, deliveryIds: [], dueAtMs, timer: clock.setTimer(dueAtMs, () => this.#finish(burst)) };
    this.#open.set(fault.id, burst);
    return burst;
  }

  #finish(burst: Burst): void {
    const { fault, deliveryIds } = burst;
    if (!this.#end(burst)) return;
    const mixed = shuffle(deliveryIds, choiceOf(fault));
    const count = mixed.length === 1 ? 'One webhook was' : `${mixed.length} webhooks were`;
    this.#parts.use(fault, { sentence: `${count} collected and let go at the same moment, in any order.` });
    for (const id of mixed) this.#parts.letGo(id);
  }

  /** @returns false when it had ended before. */
  #end(burst: Burst): boolean {
    burst.timer.cancel();
    const isOpen = this.#open.get(burst.fault.id) === burst;
    if (isOpen) this.#open.delete(burst.fault.id);
    return this.#full.delete(burst) || isOpen;
  }
}
