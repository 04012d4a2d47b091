import type { ActiveFault } from '../../domain/fault.js';
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
  timer: Timer;
}

/** Deliveries that are collected and let go at the same moment. They are in memory only: after a restart they are collected again. */
export class Bursts {
  readonly #parts: BurstsParts;
  readonly #open = new Map<string, Burst>();

  constructor(parts: BurstsParts) {
    this.#parts = parts;
  }

  has(deliveryId: string): boolean {
    return [...this.#open.values()].some(({ deliveryIds }) => deliveryIds.includes(deliveryId));
  }

  /** True when a burst collects it. */
  catch(job: DeliveryJob): boolean {
    const [fault] = this.#parts.active.choose(occasionOf(job), ({ spec }) => spec.fault === 'burst');
    if (!fault) return false;
    const burst = this.#open.get(fault.id) ?? this.#start(fault);
    burst.deliveryIds.push(job.delivery.id);
    // Later: it is not known to be caught before this returns.
    if (burst.deliveryIds.length >= Number(fault.spec.size)) queueMicrotask(() => this.#finish(burst));
    return true;
  }

  /** Lets go what the wanted ones have collected so far. */
  finish(isWanted: (fault: ActiveFault) => boolean): void {
    for (const burst of [...this.#open.values()]) if (isWanted(burst.fault)) this.#finish(burst);
  }

  /** Forgets deliveries that `isWanted` does not want any more. */
  forgetUnless(isWanted: (deliveryId: string) => boolean): void {
    for (const [id, burst] of this.#open) {
      burst.deliveryIds = burst.deliveryIds.filter(isWanted);
      if (burst.deliveryIds.length > 0) continue;
      burst.timer.cancel();
      this.#open.delete(id);
    }
  }

  #start(fault: ActiveFault): Burst {
    const clock = this.#parts.clockOf(fault.lane);
    const burst: Burst = {
      fault,
      deliveryIds: [],
      timer: clock.setTimer(clock.nowMs() + Number(fault.spec.withinMs), () => this.#finish(burst)),
    };
    this.#open.set(fault.id, burst);
    return burst;
  }

  #finish(burst: Burst): void {
    const { fault, deliveryIds } = burst;
    if (this.#open.get(fault.id) !== burst) return;
    burst.timer.cancel();
    this.#open.delete(fault.id);
    const mixed = shuffle(deliveryIds, choiceOf(fault));
    const count = mixed.length === 1 ? 'One webhook was' : `${mixed.length} webhooks were`;
    this.#parts.use(fault, { sentence: `${count} collected and let go at the same moment, in any order.` });
    for (const id of mixed) this.#parts.letGo(id);
  }
}
