import { z } from 'zod';
import { HarnessError } from '../../domain/errors.js';
import type { Payment } from '../../domain/payment.js';
import type { Change, Decision, PaymentActions, View } from '../provider.js';
import { settingsOf } from './settings.js';

const schema = z.discriminatedUnion('action', [
  z.object({ action: z.literal('pay') }),
  z.object({ action: z.literal('cancel') }),
]);

export const customerActions: PaymentActions = {
  schema,
  decide: (payment, action, view) => decideAction(payment, schema.parse(action).action, 'control', view),
};

/**
 * What a customer's wish does to a payment: nothing happens here, the engine acts on the changes.
 * @throws HarnessError `action_not_possible` (409).
 */
export function decideAction(payment: Payment, action: 'pay' | 'cancel', source: 'page' | 'control', view: View): Decision {
  if (payment.status !== 'waiting') {
    throw new HarnessError('action_not_possible', `Payment ${payment.id} is ${payment.status}: its customer is done.`, {
      status: 409,
      hint: 'Create another charge.',
    });
  }
  const to = action === 'pay' ? 'paid' : 'cancelled';
  const changes: Change[] = [
    { type: 'act', paymentId: payment.id, actor: 'customer', source, action: { action } },
    { type: 'change_status', paymentId: payment.id, to, event: buildEvent(payment, to, view) },
  ];
  return { changes };
}

function buildEvent({ id, accountId, amountMinor, reference }: Payment, status: string, view: View) {
  return {
    status,
    contentType: 'application/json',
    body: JSON.stringify({ charge: id, order: reference, amount: amountMinor, status }),
    endpoints: settingsOf(view.account(accountId)).webhookUrls,
  };
}
