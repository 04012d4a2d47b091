import type { LogRecord } from '../../../server/protocol/records.js';

/** Which part of the stage a record belongs to; gives a line its colour. */
export type Family = 'app' | 'browser' | 'payment' | 'delivery' | 'receiver' | 'harness';

export interface Kind {
  /** One or two words. */
  label: string;
  family: Family;
}

/** What sort of thing the record tells of. */
export function describeKind(record: LogRecord): Kind {
  switch (record.type) {
    case 'api.called':
      return { label: 'API call', family: 'app' };
    case 'page.served':
      return { label: 'Page', family: 'browser' };
    case 'redirect.issued':
      return { label: 'Redirect', family: 'browser' };
    case 'redirect.held':
    case 'redirect.released':
      return { label: 'Redirect', family: 'browser' };
    case 'customer.visited':
      return { label: 'Visit', family: 'browser' };
    case 'callback.called':
      return { label: 'Callback', family: 'browser' };
    case 'payment.acted':
      return { label: 'Action', family: 'payment' };
    case 'payment.created':
      return { label: 'Payment', family: 'payment' };
    case 'payment.status_changed':
      return { label: 'Status', family: 'payment' };
    case 'payment.amended':
      return { label: 'Change', family: 'payment' };
    case 'payment.timer_set':
    case 'payment.timer_cleared':
      return { label: 'Timer', family: 'payment' };
    case 'event.announced':
      return { label: 'Event', family: 'delivery' };
    case 'attempt.started':
      return { label: 'Attempt', family: 'delivery' };
    case 'attempt.finished':
      return { label: 'Answer', family: 'delivery' };
    case 'delivery.requeued':
    case 'delivery.held':
    case 'delivery.released':
    case 'delivery.dropped':
      return { label: 'Delivery', family: 'delivery' };
    case 'resend.finished':
      return { label: 'Resend', family: 'delivery' };
    case 'hold.set':
    case 'hold.cleared':
      return { label: 'Hold', family: 'harness' };
    case 'fault.set':
    case 'fault.used':
    case 'fault.cleared':
      return { label: 'Fault', family: 'harness' };
    case 'bin.received':
      return { label: 'Receiver', family: 'receiver' };
    case 'account.changed':
      return { label: 'Account', family: 'harness' };
    case 'clock.changed':
      return { label: 'Clock', family: 'harness' };
    case 'harness.notice':
      return { label: 'Notice', family: 'harness' };
    case 'stage.reset':
      return { label: 'Reset', family: 'harness' };
    case 'check.run_started':
    case 'check.finished':
    case 'check.run_ended':
      return { label: 'Check', family: 'harness' };
    case 'lane.created':
    case 'lane.disposed':
      return { label: 'Lane', family: 'harness' };
    default:
      return describeUnknown(record);
  }
}

function describeUnknown(_record: never): Kind {
  return { label: 'Record', family: 'harness' };
}
