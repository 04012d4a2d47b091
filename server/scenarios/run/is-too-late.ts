import type { LogRecord } from '../../protocol/records.js';
import type { Expectation } from '../format/scenario.js';
import type { Scope } from './scope.js';

/**
 * True when an acknowledgement was to come by a moment of the lane's clock that has passed: whatever comes now comes too late, so there is
 * nothing to wait for.
 */
export async function isTooLate(expectations: readonly Expectation[], scope: Scope): Promise<boolean> {
  const limited = expectations.flatMap((one) =>
    one.type === 'acknowledged' && one.wish.withinMs !== undefined
      ? [{ payment: one.payment, event: one.wish.event, withinMs: one.wish.withinMs }]
      : [],
  );
  if (limited.length === 0) return false;
  // First the time: an acknowledgement that came before it is among the records.
  const nowMs = (await scope.lane.clock.now()).getTime();
  for (const { payment, event, withinMs } of limited) {
    const { id } = scope.payment(payment);
    const records = await scope.lane.records({
      payment: id,
      types: ['event.announced', 'attempt.finished'],
      after: scope.startSeq,
    });
    if (listUnacknowledged(records, event).some(({ at }) => Date.parse(at) + withinMs < nowMs)) return true;
  }
  return false;
}

/** Events of which a delivery is still to be acknowledged. */
function listUnacknowledged(records: readonly LogRecord[], event: string | undefined): LogRecord[] {
  const taken = new Set(
    records.flatMap((record) =>
      record.type === 'attempt.finished' && record.code === 'acknowledged' ? [record.deliveryId] : [],
    ),
  );
  return records.filter(
    (record) =>
      record.type === 'event.announced' &&
      (event === undefined || record.status === event) &&
      record.deliveries.some(({ deliveryId }) => !taken.has(deliveryId)),
  );
}
