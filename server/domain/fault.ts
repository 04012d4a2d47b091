import type { FaultWait } from '../protocol/fault-records.js';
import type { LogRecord } from '../protocol/records.js';
import { type FaultKind, faultKinds, faultNames, kindOf } from './fault-kinds.js';
import type { CompleteSpec, FaultWhen } from './fault-spec.js';
import { endsLane } from './lane.js';
import type { Delivery } from './payment.js';
import type { PaymentBook } from './payment-book.js';
import type { Shelf } from './shelf.js';

/** A fault that was set and has not ended. */
export interface ActiveFault {
  id: string;
  lane: string;
  spec: CompleteSpec;
  setAtMs: number;
  /** How often it took effect. */
  uses: number;
}

/** A delivery that faults keep back before an attempt. */
export interface KeptBack {
  deliveryId: string;
  waits: { faultId: string; fault: string; for: FaultWait; untilMs: number | null }[];
}

/** The part of the state that faults are told about. */
export interface FaultState {
  faults: Map<string, ActiveFault>;
  /** By delivery. */
  keptBack: Map<string, KeptBack>;
  deliveries: Pick<Shelf<Delivery>, 'get' | 'has'>;
  payments: Pick<PaymentBook, 'get'>;
}

/** A delivery before an attempt, a call, or a redirect, as far as faults choose by it. */
export interface FaultOccasion {
  lane: string;
  provider: string;
  payment?: string;
  status?: string;
  attempt?: number;
  endpoint?: string;
  route?: string;
}

export function kindOfFault({ spec }: Pick<ActiveFault, 'spec'>): FaultKind {
  return faultKinds[spec.fault];
}

export function usesLeft({ spec, uses }: ActiveFault): number {
  return Math.max(0, Number(spec.times) - uses);
}

/** Lane time at which it ends by itself, epoch ms; null: it does not. */
export function endsAtMs({ spec, setAtMs }: ActiveFault): number | null {
  return typeof spec.forMs === 'number' ? setAtMs + spec.forMs : null;
}

/** True when the fault may take effect on this occasion at this lane time. */
export function fitsFault(fault: ActiveFault, occasion: FaultOccasion, nowMs: number): boolean {
  const endMs = endsAtMs(fault);
  if (fault.lane !== occasion.lane || usesLeft(fault) === 0 || (endMs !== null && nowMs >= endMs)) return false;
  const { provider, payment, status, attempt, endpoint, route } = (fault.spec.when ?? {}) as FaultWhen;
  return (
    (provider === undefined || provider === occasion.provider) &&
    (payment === undefined || payment === occasion.payment) &&
    (status === undefined || status === occasion.status) &&
    (route === undefined || route === occasion.route) &&
    (endpoint === undefined || occasion.endpoint?.includes(endpoint) === true) &&
    (attempt === undefined || (occasion.attempt !== undefined && [attempt].flat().includes(occasion.attempt)))
  );
}

/**
 * The faults that apply together on one occasion, in the order in which they apply: that of the catalogue, then the oldest first. Of two
 * that would do the same thing to the same part only the older one applies.
 */
export function chooseFaults(
  faults: Iterable<ActiveFault>,
  occasion: FaultOccasion,
  nowMs: number,
  isWanted: (fault: ActiveFault) => boolean,
): ActiveFault[] {
  const chosen = new Map<string, ActiveFault>();
  for (const fault of faults) {
    if (!isWanted(fault) || !fitsFault(fault, occasion, nowMs)) continue;
    const part = `${fault.spec.fault} ${String(fault.spec.header ?? '').toLowerCase()}`;
    if (!chosen.has(part)) chosen.set(part, fault);
  }
  return [...chosen.values()].sort((one, other) => faultNames.indexOf(one.spec.fault) - faultNames.indexOf(other.spec.fault));
}

/** Brings the faults up to `record`, in place: replaying the same records gives the same faults. */
export function applyFaultRecord({ faults, keptBack, deliveries, payments }: FaultState, record: LogRecord): void {
  switch (record.type) {
    case 'fault.set': {
      const { faultId: id, lane, spec } = record;
      // It was checked before it was written, but another version may have known other faults.
      if (kindOf(spec.fault)) faults.set(id, { id, lane, spec: spec as CompleteSpec, setAtMs: Date.parse(record.at), uses: 0 });
      return;
    }
    case 'fault.used': {
      const fault = faults.get(record.faultId);
      if (fault && !record.isFurther) fault.uses++;
      if (kindOf(record.fault)?.silences && !record.isFurther) {
        const payment = payments.get(record.paymentId ?? '');
        if (payment) payment.silence ??= { faultId: record.faultId, fault: record.fault, seq: record.seq };
      }
      const delivery = deliveries.get(record.deliveryId ?? '');
      if (!delivery) return;
      if (record.isDropped) {
        delivery.status = 'exhausted';
        delivery.nextAttemptAtMs = null;
        keptBack.delete(delivery.id);
      } else if (record.waitsFor) {
        const untilMs = record.waitsUntil === undefined ? null : Date.parse(record.waitsUntil);
        const entry = keptBack.get(delivery.id) ?? { deliveryId: delivery.id, waits: [] };
        const { faultId, fault: name, waitsFor } = record;
        keptBack.set(delivery.id, {
          ...entry,
          waits: [...entry.waits, { faultId, fault: name, for: waitsFor, untilMs }],
        });
        delivery.nextAttemptAtMs = untilMs;
      }
      return;
    }
    case 'fault.cleared':
      faults.delete(record.faultId);
      if (record.reason === 'by_hand') letGo(keptBack, record.faultId);
      return;
    case 'delivery.dropped':
      keptBack.delete(record.deliveryId);
      return;
    case 'attempt.started':
      // One that somebody asked for comes beside it.
      if (record.trigger !== 'manual') keptBack.delete(record.deliveryId);
      return;
    default:
      if (!endsLane(record)) return;
      for (const fault of [...faults.values()]) if (fault.lane === record.lane) faults.delete(fault.id);
      for (const id of [...keptBack.keys()]) if (!deliveries.has(id)) keptBack.delete(id);
  }
}

/** What a cleared fault keeps back need not wait for it any more. */
function letGo(keptBack: Map<string, KeptBack>, faultId: string): void {
  for (const [id, entry] of keptBack) {
    if (!entry.waits.some((wait) => wait.faultId === faultId)) continue;
    keptBack.set(id, { ...entry, waits: entry.waits.filter((wait) => wait.faultId !== faultId) });
  }
}
