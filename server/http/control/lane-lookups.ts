import { HarnessError } from '../../domain/errors.js';
import type { Delivery, Payment } from '../../domain/payment.js';
import { findPayment } from '../../engine/find-payment.js';
import type { LogRecord } from '../../protocol/records.js';
import type { ControlContext } from './control-route.js';

/** What a call may find by its id: with a lane given that lane's only, and what is in another one is as unknown as what is nowhere. */

/** True when a call may see what is in `lane`. */
export function isVisible({ lane, isLaneGiven }: ControlContext, ofLane: string | undefined): boolean {
  return !isLaneGiven || ofLane === lane;
}

/** @throws HarnessError `unknown_payment` (404). */
export function findOwnPayment(context: ControlContext, id = context.params.id ?? ''): Payment {
  const { state } = context.engine;
  const payment = findPayment(state, id);
  return isVisible(context, payment.lane) ? payment : findPayment({ payments: new Map() }, id);
}

/** @throws HarnessError `unknown_delivery` (404). */
export function findOwnDelivery(context: ControlContext): Delivery {
  const { engine, params } = context;
  const delivery = engine.state.deliveries.get(params.id ?? '');
  const lane = delivery && engine.state.payments.get(delivery.paymentId)?.lane;
  if (delivery && isVisible(context, lane)) return delivery;
  throw new HarnessError('unknown_delivery', `There is no delivery "${params.id}".`, { status: 404 });
}

/** @throws HarnessError `unknown_record` (404). */
export async function findOwnRecord(context: ControlContext): Promise<LogRecord> {
  const { engine, lane, params } = context;
  const record = await engine.log.get(Number(params.seq));
  if (record && (!context.isLaneGiven || (record.lane === lane && record.seq >= engine.lanes.of(lane).firstSeq))) return record;
  throw new HarnessError('unknown_record', `There is no record ${params.seq}.`, { status: 404 });
}
