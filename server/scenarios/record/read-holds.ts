import type { HoldSet } from '../../protocol/hold-records.js';
import type { LogRecord, RecordHead } from '../../protocol/records.js';
import type { RecordedStep, RecordingParts } from './recording.js';

type SetHold = RecordHead & HoldSet;

/** Holds that caught something of the payment, and what was let go by hand. `as`: what the payment is called. */
export function readHolds(
  { records, laneRecords, payment }: RecordingParts,
  as: string,
): { steps: RecordedStep[]; isBound: boolean } {
  const created = records.find(({ type }) => type === 'payment.created')?.seq ?? 0;
  const steps: RecordedStep[] = [];
  let isBound = false;
  for (const hold of laneRecords.filter((record): record is SetHold => record.type === 'hold.set')) {
    const caught = records.filter(
      (record) => (record.type === 'delivery.held' || record.type === 'redirect.held') && record.holdId === hold.holdId,
    ).length;
    if (caught === 0) continue;
    const bind = hold.paymentId === payment.id && hold.seq > created;
    isBound ||= bind;
    const wish = { [hold.target === 'delivery' ? 'webhook' : 'redirect']: hold.count === null ? 'all' : caught };
    steps.push({ seq: hold.seq, step: { hold: wish, ...(bind ? { payment: as } : {}) } });
  }
  steps.push(...records.flatMap((record) => readRelease(record)));
  return { steps, isBound };
}

function readRelease(record: LogRecord): RecordedStep[] {
  if (record.type === 'delivery.released') return [{ seq: record.seq, step: { release: 'webhook' } }];
  // A browser that left was not released.
  if (record.type === 'redirect.released' && record.reason === 'by_hand')
    return [{ seq: record.seq, step: { release: 'redirect' } }];
  return [];
}
