import { HarnessError } from '../domain/errors.js';
import type { Payment } from '../domain/payment.js';
import type { State } from '../domain/state.js';

/** @throws HarnessError `unknown_payment` (404). */
export function findPayment(state: { payments: Pick<State['payments'], 'get'> }, id: string): Payment {
  const payment = state.payments.get(id);
  if (payment) return payment;
  throw new HarnessError('unknown_payment', `There is no payment "${id}".`, {
    status: 404,
    hint: '"paystage payments" or GET /_paystage/api/payments lists the ones there are; the oldest are forgotten when there are too many.',
  });
}
