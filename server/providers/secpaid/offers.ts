import type { Payment } from '../../domain/payment.js';
import { byCustomer, byStaff, foreseeOffer, type OfferDraft } from '../foreseen-offer.js';
import type { ActionOffer, View } from '../provider.js';
import { customerActions } from './customer.js';
import { type Link, linkOf } from './link.js';
import { staffActions } from './staff.js';

/** What can be done with a link. What would only surprise at its status is left out. */
export function offerActions(payment: Payment, view: View): readonly ActionOffer[] {
  const link = linkOf(payment);
  const drafts = [
    ...offerCustomer(payment),
    ...offerBank(link),
    ...offerRefunds(link),
    ...offerDisputes(link),
    ...offerInvoice(payment),
  ];
  const source = { customer: customerActions, staff: staffActions };
  return drafts.map((draft) => foreseeOffer(draft, payment, view, source));
}

const payByCard = byCustomer('Pay by card', { action: 'pay', method: 'card', card: 'success' });
const cancel = byCustomer('Cancel', { action: 'cancel' });

function offerCustomer({ status }: Payment): OfferDraft[] {
  if (status === 'Deleted') return [];
  if (status !== 'Unused') return [payByCard, ...(status === 'Used' ? [cancel] : [])];
  return [
    payByCard,
    byCustomer('Pay by card, declined', { action: 'pay', method: 'card', card: 'decline' }),
    byCustomer('Order a bank transfer', { action: 'pay', method: 'bank-transfer', card: 'success' }),
    cancel,
  ];
}

function offerBank({ payIn }: Link): OfferDraft[] {
  if (payIn?.status !== 'Pending') return [];
  return [
    byStaff('Transfer arrives', { action: 'settle', result: 'success' }),
    byStaff('Transfer fails', { action: 'settle', result: 'failed' }),
  ];
}

function offerRefunds({ payIn, refunds }: Link): OfferDraft[] {
  if (payIn?.status !== 'Success') return [];
  const approve = byStaff('Approve the refund', { action: 'approve-refund' });
  switch (refunds.at(-1)?.status) {
    case undefined:
      return [approve];
    case 'Pending':
      return [approve, byStaff('Reject the refund', { action: 'reject-refund' })];
    case 'Approved':
      return [byStaff('Complete the refund', { action: 'complete-refund' })];
    default:
      return [];
  }
}

function offerDisputes({ payIn, dispute }: Link): OfferDraft[] {
  if (dispute?.status === 'open') {
    return [
      byStaff('Payer wins the dispute', { action: 'close-dispute', result: 'won' }),
      byStaff('Payer loses the dispute', { action: 'close-dispute', result: 'lost' }),
    ];
  }
  return payIn && payIn.status !== 'Failed' && !dispute ? [byStaff('Open a dispute', { action: 'open-dispute' })] : [];
}

/** Before or after payment; it stands against refunds, see refunds.ts. */
function offerInvoice(payment: Payment): OfferDraft[] {
  const isLive = payment.status === 'Unused' || payment.status === 'Used';
  return isLive && !linkOf(payment).isInvoice ? [byStaff('Mark as invoice', { action: 'mark-as-invoice' })] : [];
}
