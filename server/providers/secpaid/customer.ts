import { z } from 'zod';
import type { Payment } from '../../domain/payment.js';
import type { JsonObject } from '../../protocol/records.js';
import type { Change, Decision, PaymentActions, View } from '../provider.js';
import { accountOf, draftEvent, refuseAction } from './action-parts.js';
import { defineChoice, explainUnknownAction } from './choices.js';
import { computePspFee, computeServiceFee } from './fees.js';
import { linkOf, type PayIn } from './link.js';
import { buildRedirect, type RedirectStatus } from './redirect.js';
import { type SecPaidSettings, settingsOf } from './settings.js';
import { decideSettlement, settlementResult } from './settlement.js';
import { divideAmount } from './splits.js';
import { buildTransactionId } from './transaction-id.js';

/** Words for a test card. SecPaid has no 3-D Secure of its own, so all but `decline` simply succeed. */
const CARDS = ['success', 'frictionless', 'challenge', 'decline'] as const;

const schema = z.discriminatedUnion(
  'action',
  [
    z.strictObject({
      action: z.literal('pay'),
      method: defineChoice('method', ['card', 'bank-transfer']).default('card'),
      card: defineChoice('card', CARDS).default('success'),
    }),
    z.strictObject({ action: z.literal('cancel') }),
    z.strictObject({ action: z.literal('settle'), result: settlementResult }),
  ],
  explainUnknownAction(['pay', 'cancel', 'settle']),
);

/** What can be done about a link from outside: pay, cancel, and let a bank transfer arrive. */
export type CustomerAction = z.infer<typeof schema>;

export const customerActions: PaymentActions = {
  schema,
  decide: (payment, action, view) => decideCustomerAction(payment, schema.parse(action), 'control', view),
};

/**
 * What an action on the pay page or through the control plane does. A declined card leaves everything as it is: SecPaid knows only
 * `success` and `cancel`, so the customer stays on the page.
 * @throws HarnessError `action_not_possible` (409).
 */
export function decideCustomerAction(payment: Payment, action: CustomerAction, source: 'page' | 'control', view: View): Decision {
  if (action.action === 'settle') return decideSettlement(payment, action, source, view);
  refuseUnlessPossible(payment, action);
  const act: Change = { type: 'act', paymentId: payment.id, actor: 'customer', source, action: action satisfies JsonObject };
  if (action.action === 'cancel') return { changes: [act, ...cancel(payment, view)] };
  if (action.method === 'bank-transfer') return { changes: [act, ...payByTransfer(payment, view)] };
  if (action.card === 'decline')
    return { changes: [act, { type: 'amend_payment', paymentId: payment.id, text: 'card declined', data: {} }] };
  return { changes: [act, ...payByCard(payment, view)] };
}

function refuseUnlessPossible(payment: Payment, action: Exclude<CustomerAction, { action: 'settle' }>): void {
  if (payment.status !== 'Unused') {
    throw refuseAction(payment, 'a SecPaid link can be paid or cancelled only once', 'Create another link.');
  }
  refuseUnlessOffered(payment, action);
}

/** @throws HarnessError `action_not_possible` (409) when the pay page of this link has no button for the action. */
export function refuseUnlessOffered(payment: Payment, action: Exclude<CustomerAction, { action: 'settle' }>): void {
  const link = linkOf(payment);
  if (action.action === 'cancel' && !link.isCancellable) {
    throw refuseAction(payment, 'its customer cannot cancel it', 'Create the link with "cancellable": true, or pay it.');
  }
  if (action.action === 'pay' && action.method === 'bank-transfer' && !link.bankTransfer) {
    throw refuseAction(
      payment,
      'it does not offer bank transfer',
      'Create the link with "bank_transfer": "true", or pay by card.',
    );
  }
}

function payByCard(payment: Payment, view: View): Change[] {
  const payIn = buildPayIn(payment, 'card', view);
  const event = draftEvent(payment, 'paid', view);
  return [
    {
      type: 'change_status',
      paymentId: payment.id,
      to: 'Used',
      text: 'paid by card',
      data: { payIn },
      ...(event ? { event } : {}),
    },
    ...sendBack(payment, 'success', view),
  ];
}

/** The browser returns at once while the money takes days; the webhook waits for `settle` (vendor's WooCommerce guide). */
function payByTransfer(payment: Payment, view: View): Change[] {
  const payIn = buildPayIn(payment, 'Bank Transfer', view);
  const text = 'bank transfer ordered; the money has not arrived yet';
  return [
    { type: 'change_status', paymentId: payment.id, to: 'Used', text, outcome: 'open', data: { payIn } },
    ...sendBack(payment, 'success', view),
  ];
}

function cancel(payment: Payment, view: View): Change[] {
  const event = draftEvent(payment, 'cancelled', view);
  return [
    { type: 'change_status', paymentId: payment.id, to: 'Cancelled', ...(event ? { event } : {}) },
    ...sendBack(payment, 'cancel', view),
  ];
}

/** The first callback URL is the browser's; a browser can follow only one. No URL: SecPaid's own page ends the visit. */
function sendBack(payment: Payment, status: RedirectStatus, view: View): Change[] {
  const settings = settingsOf(accountOf(payment, view));
  const { callbackUrls, userId } = linkOf(payment);
  const [location, ...others] = callbackUrls.map((url) => buildRedirect(url, { payId: payment.id, userId }, status, settings));
  if (location === undefined) return [];
  return [{ type: 'redirect', paymentId: payment.id, location, others: settings.extraCallbacks === 'get' ? others : [] }];
}

function buildPayIn(payment: Payment, method: PayIn['method'], view: View): PayIn {
  const settings = settingsOf(accountOf(payment, view));
  const paidAtMs = view.nowMs(payment.lane);
  const isCard = method === 'card';
  return {
    transactionId: buildTransactionId(view, payment.lane, settings),
    method,
    status: isCard ? 'Success' : 'Pending',
    paidAtMs,
    settledAtMs: isCard ? paidAtMs : null,
    ...computeServiceFees(payment, settings),
    pspFeeMinor: computePspFee(payment.amountMinor, settings),
  };
}

/** Each receiver's fee comes out of its own part, rounded by itself (docs.secpaid.com/concepts/split-links). */
function computeServiceFees(
  payment: Payment,
  settings: SecPaidSettings,
): Pick<PayIn, 'serviceFeeMinor' | 'ownerServiceFeeMinor'> {
  const { split } = linkOf(payment);
  const { ownerMinor, recipientMinors } = divideAmount(payment.amountMinor, split);
  const ownerServiceFeeMinor = computeServiceFee(ownerMinor, settings);
  const serviceFeeMinor = recipientMinors.reduce((sum, part) => sum + computeServiceFee(part, settings), ownerServiceFeeMinor);
  return split ? { serviceFeeMinor, ownerServiceFeeMinor } : { serviceFeeMinor };
}
