import type { LogRecord } from '../../../server/protocol/records.js';

/**
 * True for what tells nothing that another line does not tell: a timer, and the start of an attempt whose answer is listed
 * (`isAnswered`). Such records are folded away until somebody asks for them.
 */
export function isMinor(record: LogRecord, isAnswered: boolean): boolean {
  switch (record.type) {
    case 'payment.timer_set':
    case 'payment.timer_cleared':
      return true;
    case 'attempt.started':
      return isAnswered;
    default:
      return false;
  }
}
