import { hideCredentials } from '../../domain/url-credentials.js';
import type { LogRecord } from '../../protocol/records.js';
import type { RecordAbout } from '../../reading/match-record.js';
import { createRecordFormatter } from '../format-record.js';
import type { Paint } from '../paint.js';
import { RecentMap } from '../recent-map.js';
import { describeUnlisted } from './describe-unlisted.js';

/** A record as the list shows it. */
export interface TailEntry {
  record: LogRecord;
  /** Painted, on one line, as the lines of `tail` without a screen. */
  line: string;
  about: Omit<RecordAbout, 'line'>;
}

export type EntryReader = (record: LogRecord) => TailEntry | null;

/** Deliveries and payments that are remembered for the records that follow. */
const MAX_REMEMBERED = 10_000;

/**
 * Reads records in their order, because later ones are about what earlier ones told. Null for those that say nothing that another one does
 * not say: timers.
 */
export function createEntryReader(paint: Paint): EntryReader {
  const format = createRecordFormatter(paint, false);
  const deliveries = new RecentMap<{ endpoint: string; event: string }>(MAX_REMEMBERED);
  const providers = new RecentMap<string>(MAX_REMEMBERED);

  return (record) => {
    if (record.type === 'payment.timer_set' || record.type === 'payment.timer_cleared') return null;
    if (record.type === 'payment.created') providers.set(record.paymentId, record.provider);
    if (record.type === 'event.announced') {
      for (const { deliveryId, endpoint } of record.deliveries)
        deliveries.set(deliveryId, { endpoint: hideCredentials(endpoint), event: record.status });
    }
    const delivery = 'deliveryId' in record ? deliveries.get(record.deliveryId ?? '') : undefined;
    const provider =
      'provider' in record ? record.provider : 'paymentId' in record ? providers.get(record.paymentId ?? '') : undefined;
    return {
      record,
      line: format(record)[0] ?? describeUnlisted(record, paint),
      about: {
        provider: provider ?? null,
        endpoint: delivery?.endpoint ?? null,
        event: record.type === 'event.announced' ? record.status : (delivery?.event ?? null),
      },
    };
  };
}

/** The delivery that a record is about, or null; of an event only when it has exactly one. */
export function deliveryIdOf(record: LogRecord): string | null {
  if (record.type === 'event.announced')
    return record.deliveries.length === 1 ? (record.deliveries[0]?.deliveryId ?? null) : null;
  return 'deliveryId' in record ? (record.deliveryId ?? null) : null;
}
