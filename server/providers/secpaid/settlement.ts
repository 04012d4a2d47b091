import type { Payment } from '../../domain/payment.js';
import type { JsonObject } from '../../protocol/records.js';
import type { Change, Decision, View } from '../provider.js';
import { draftEvent, refuseAction } from './action-parts.js';
import { defineChoice } from './choices.js';
import { linkOf } from './link.js';

/** Whether the money of a bank transfer arrived. */
export const settlementResult = defineChoice('result', ['success', 'failed']).default('success');

type Settlement = { action: 'settle'; result: 'success' | 'failed' };

/**
 * The bank's answer to a transfer that the customer ordered: only now the webhook goes out. A failed one is announced as `Failed` where
 * the account's format knows that word; no page of SecPaid documents it.
 * @throws HarnessError `action_not_possible` (409) when no transfer is under way.
 */
export function decideSettlement(payment: Payment, action: Settlement, source: 'page' | 'control', view: View): Decision {
  const { payIn } = linkOf(payment);
  if (payIn?.status !== 'Pending') {
    throw refuseAction(payment, 'no bank transfer is under way', 'Pay it first with {"action":"pay","method":"bank-transfer"}.');
  }
  const hasArrived = action.result === 'success';
  const settled = {
    ...payIn,
    status: hasArrived ? 'Success' : 'Failed',
    settledAtMs: hasArrived ? view.nowMs(payment.lane) : null,
  };
  const event = draftEvent(payment, hasArrived ? 'paid' : 'failed', view);
  const changes: Change[] = [
    { type: 'act', paymentId: payment.id, actor: 'provider', source, action: action satisfies JsonObject },
    {
      type: 'amend_payment',
      paymentId: payment.id,
      text: hasArrived ? 'bank transfer arrived' : 'bank transfer failed',
      outcome: hasArrived ? 'succeeded' : 'failed',
      data: { payIn: settled },
    },
  ];
  if (event) changes.push({ type: 'announce', paymentId: payment.id, event });
  return { changes };
}
