/** Records of what goes wrong on purpose. */

import type { JsonObject } from './json.js';

/** From now on what fits the fault is made to go wrong, until it is used up, its time is over or somebody clears it. */
export interface FaultSet {
  type: 'fault.set';
  faultId: string;
  /** Complete: name, parameters, `times` and `seed` with their defaults, and what restricts it. */
  spec: JsonObject & { fault: string };
}

/** What a delivery waits for that a fault keeps back. */
export type FaultWait = 'time' | 'next_event' | 'final_event' | 'redirect';

/** A fault took effect. */
export interface FaultUsed {
  type: 'fault.used';
  faultId: string;
  fault: string;
  paymentId: string | null;
  deliveryId?: string;
  attemptId?: string;
  /** The provider's name for the call that went wrong. */
  route?: string;
  /** One plain sentence: what was done wrong. */
  sentence: string;
  /** It belongs to a use that was counted before. */
  isFurther?: true;
  /** The delivery ends without being sent. */
  isDropped?: true;
  /** The delivery is kept back until then. */
  waitsFor?: FaultWait;
  /** Where it waits for time: lane time. */
  waitsUntil?: string;
}

export interface FaultCleared {
  type: 'fault.cleared';
  faultId: string;
  reason: 'used_up' | 'time_over' | 'by_hand';
}
