import type { HoldTarget } from '../protocol/hold-records.js';
import type { LogRecord } from '../protocol/records.js';
import { endsLane } from './lane.js';
import type { Delivery } from './payment.js';
import type { Shelf } from './shelf.js';

/** What somebody asked to be held from now on. */
export interface Hold {
  id: string;
  lane: string;
  target: HoldTarget;
  /** Only of this payment; null: of any payment of the lane. */
  paymentId: string | null;
  /** How many more it holds; null: every one until it is cleared. */
  countLeft: number | null;
  setAtMs: number;
}

/** The part of the state that holds are told about. */
export interface HoldState {
  holds: Map<string, Hold>;
  deliveries: Pick<Shelf<Delivery>, 'get'>;
}

/** The hold that catches a delivery or redirect of a payment: one that names the payment before one for any, the oldest first. */
export function findHold(
  holds: ReadonlyMap<string, Hold>,
  target: HoldTarget,
  lane: string,
  paymentId: string,
): Hold | undefined {
  const fitting = [...holds.values()].filter(
    (hold) => hold.target === target && hold.lane === lane && hold.countLeft !== 0 && (hold.paymentId ?? paymentId) === paymentId,
  );
  return fitting.find((hold) => hold.paymentId !== null) ?? fitting[0];
}

/** Brings the holds up to `record`, in place. Records about other things are skipped. */
export function applyHoldRecord({ holds, deliveries }: HoldState, record: LogRecord): void {
  const atMs = Date.parse(record.at);
  switch (record.type) {
    case 'hold.set': {
      const { holdId: id, lane, target, paymentId, count } = record;
      holds.set(id, { id, lane, target, paymentId, countLeft: count, setAtMs: atMs });
      return;
    }
    case 'hold.cleared':
      holds.delete(record.holdId);
      return;
    case 'redirect.held':
      spendHold(holds, record.holdId);
      return;
    case 'delivery.held': {
      spendHold(holds, record.holdId);
      const delivery = deliveries.get(record.deliveryId);
      if (!delivery) return;
      delivery.heldAtMs = atMs;
      delivery.nextAttemptAtMs = null;
      return;
    }
    case 'delivery.released': {
      const delivery = deliveries.get(record.deliveryId);
      if (!delivery) return;
      delivery.heldAtMs = null;
      delivery.wasHeld = true;
      delivery.nextAttemptAtMs = atMs;
      return;
    }
    case 'delivery.dropped': {
      const delivery = deliveries.get(record.deliveryId);
      if (!delivery) return;
      delivery.heldAtMs = null;
      delivery.wasHeld = true;
      delivery.status = 'exhausted';
      delivery.nextAttemptAtMs = null;
      return;
    }
    default:
      if (!endsLane(record)) return;
      for (const hold of [...holds.values()]) if (hold.lane === record.lane) holds.delete(hold.id);
  }
}

function spendHold(holds: Map<string, Hold>, holdId: string): void {
  const hold = holds.get(holdId);
  if (hold && hold.countLeft !== null) hold.countLeft--;
}
