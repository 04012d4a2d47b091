import { z } from 'zod';
import { toMajorText } from '../../domain/money.js';
import type { Payment } from '../../domain/payment.js';
import type { JsonObject } from '../../protocol/records.js';
import type { Decision, PaymentActions, View } from '../provider.js';
import { accountOf, refuseAction } from './action-parts.js';
import { defineChoice, explainUnknownAction } from './choices.js';
import { type Dispute, linkOf, type Refund } from './link.js';
import { settingsOf } from './settings.js';
import { decideSettlement, settlementResult } from './settlement.js';
import { buildTransactionId } from './transaction-id.js';

const ACTIONS = [
  'approve-refund',
  'reject-refund',
  'complete-refund',
  'open-dispute',
  'close-dispute',
  'mark-as-invoice',
  'settle',
] as const;

const schema = z.discriminatedUnion(
  'action',
  [
    z.strictObject({ action: z.literal('approve-refund') }),
    z.strictObject({ action: z.literal('reject-refund'), reason: z.string().max(500).optional() }),
    z.strictObject({ action: z.literal('complete-refund') }),
    z.strictObject({ action: z.literal('open-dispute') }),
    z.strictObject({
      action: z.literal('close-dispute'),
      result: defineChoice('result', ['won', 'lost']).meta({
        description: 'Seen from the payer: won means that the payer keeps the money.',
      }),
    }),
    z.strictObject({ action: z.literal('mark-as-invoice') }),
    z.strictObject({ action: z.literal('settle'), result: settlementResult }),
  ],
  explainUnknownAction(ACTIONS),
);

type StaffAction = z.infer<typeof schema>;

/** Nothing here is announced: neither refunds nor disputes have a webhook. */
export const staffActions: PaymentActions = {
  // The parsed object has an optional key, which JSON leaves out.
  schema: schema as unknown as PaymentActions['schema'],
  decide(payment, action, view) {
    const parsed = schema.parse(action);
    if (parsed.action === 'settle') return decideSettlement(payment, parsed, 'control', view);
    const { text, data } = amend(payment, parsed, view);
    return {
      changes: [
        { type: 'act', paymentId: payment.id, actor: 'provider', source: 'control', action },
        { type: 'amend_payment', paymentId: payment.id, text, data },
      ],
    } satisfies Decision;
  },
};

type Amendment = { text: string; data: JsonObject };

function amend(payment: Payment, action: Exclude<StaffAction, { action: 'settle' }>, view: View): Amendment {
  switch (action.action) {
    case 'approve-refund':
      return changeRefund(payment, 'Pending', 'approved', {
        status: 'Approved',
        approvedAtMs: view.nowMs(payment.lane),
        transactionId: makeTransactionId(payment, view),
      });
    case 'reject-refund':
      return changeRefund(payment, 'Pending', 'rejected', { status: 'Rejected', reason: action.reason ?? null });
    case 'complete-refund':
      return changeRefund(payment, 'Approved', 'completed', { status: 'Completed' });
    case 'open-dispute':
      return openDispute(payment, view);
    case 'close-dispute':
      return closeDispute(payment, action.result, view);
    case 'mark-as-invoice':
      return { text: 'marked as an invoice', data: { isInvoice: true } };
  }
}

function changeRefund(payment: Payment, from: Refund['status'], verb: string, patch: Partial<Refund>): Amendment {
  const { refunds } = linkOf(payment);
  const last = refunds.at(-1);
  if (last?.status !== from) {
    const problem = last ? `its refund is ${last.status}, not ${from}` : 'no refund was requested';
    throw refuseAction(payment, problem, 'A refund goes from Pending to Approved or Rejected, and from Approved to Completed.');
  }
  return {
    text: `refund of ${toMajorText(last.amountMinor)} EUR ${verb}${patch.reason ? `: ${patch.reason}` : ''}`,
    data: { refunds: [...refunds.slice(0, -1), { ...last, ...patch }] },
  };
}

function openDispute(payment: Payment, view: View): Amendment {
  const { payIn, dispute } = linkOf(payment);
  if (payIn?.status !== 'Success') throw refuseAction(payment, 'only money that arrived can be disputed', 'Pay it first.');
  if (dispute) throw refuseAction(payment, `a dispute about it is ${dispute.status}`, 'A payment is disputed once.');
  const opened: Dispute = {
    status: 'open',
    openedAtMs: view.nowMs(payment.lane),
    closedAtMs: null,
    transactionId: makeTransactionId(payment, view),
    returnTransactionId: null,
  };
  return { text: 'the payer disputes the payment', data: { dispute: opened } };
}

function closeDispute(payment: Payment, result: 'won' | 'lost', view: View): Amendment {
  const { dispute } = linkOf(payment);
  if (dispute?.status !== 'open')
    throw refuseAction(payment, 'no dispute about it is open', 'Open one with {"action":"open-dispute"}.');
  const closed: Dispute = {
    ...dispute,
    status: result,
    closedAtMs: view.nowMs(payment.lane),
    returnTransactionId: result === 'lost' ? makeTransactionId(payment, view) : null,
  };
  return { text: `the payer ${result} the dispute`, data: { dispute: closed } };
}

function makeTransactionId(payment: Payment, view: View): string {
  return buildTransactionId(view, payment.lane, settingsOf(accountOf(payment, view)));
}
