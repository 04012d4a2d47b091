import type { LogRecord } from '../protocol/records.js';
import type { Judgement } from './judgement.js';
import { pointAt } from './say-record.js';

/** The payment stands in this status of its provider, or with this outcome. */
export function judgeStatus(
  payment: { id: string; status: string; outcome: string },
  wanted: string,
  records: readonly LogRecord[],
): Judgement {
  const last = records.findLast(({ type }) => type === 'payment.status_changed' || type === 'payment.created');
  return {
    isMet: payment.status === wanted || payment.outcome === wanted,
    expected: `payment ${payment.id} is ${wanted}`,
    seen: `${payment.status} (${payment.outcome})`,
    nearest: last ? pointAt(last) : null,
  };
}
