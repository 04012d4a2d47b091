import { hideCredentials } from '../domain/url-credentials.js';
import type { LogRecord } from '../protocol/records.js';
import type { NearestRecord } from './judgement.js';

/** The record as the row of a table names it. */
export function pointAt(record: LogRecord): NearestRecord {
  return { seq: record.seq, type: record.type, sentence: sayRecord(record) };
}

/** One plain sentence for the records that expectations are about; the bare type for any other. */
function sayRecord(record: LogRecord): string {
  switch (record.type) {
    case 'payment.created':
      return `payment ${record.paymentId} created in status ${record.status}`;
    case 'payment.status_changed':
      return `${record.from} → ${record.to}: ${record.text}`;
    case 'payment.amended':
    case 'clock.changed':
      return record.text;
    case 'event.announced':
      return `event ${record.status} announced to ${record.deliveries.length} endpoint${record.deliveries.length === 1 ? '' : 's'}`;
    case 'attempt.started':
      return `attempt ${record.number} of ${record.deliveryId} sent`;
    case 'attempt.finished':
      return `attempt ${record.number} of ${record.deliveryId}: ${record.sentence}`;
    case 'callback.called':
      return record.sentence;
    case 'resend.finished':
      return record.note === undefined ? record.sentence : `${record.note}: ${record.sentence}`;
    case 'delivery.held':
      return `webhook ${record.deliveryId} is held`;
    case 'redirect.held':
      return `browser is held on its way back to ${hideCredentials(record.location)}`;
    case 'redirect.issued':
      return `browser sent back to ${hideCredentials(record.location)}`;
    case 'customer.visited':
      return record.page === null
        ? `customer's visit ended: ${record.stoppedBy ?? 'on no page'}`
        : `customer's visit ended at ${record.page.url} with ${record.page.status}`;
    case 'api.called':
      return `app called ${record.route}, answered ${record.response.status}`;
    default:
      return record.type;
  }
}
