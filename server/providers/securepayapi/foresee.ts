import type { Payment } from '../../domain/payment.js';
import type { JsonObject } from '../../protocol/records.js';
import type { Change } from '../provider.js';

/** The payment as it will stand once the changes are written down. */
export function foresee(payment: Payment, changes: readonly Change[]): Payment {
  let { status } = payment;
  const data: JsonObject = { ...payment.data };
  for (const change of changes) {
    if (change.type === 'change_status') status = change.to;
    if (change.type !== 'change_status' && change.type !== 'amend_payment') continue;
    for (const [name, value] of Object.entries(change.data ?? {})) {
      if (value === null) delete data[name];
      else data[name] = value;
    }
  }
  return { ...payment, status, data };
}
