import type { Payment } from '../../domain/payment.js';
import { type Link, linkOf } from './link.js';
import { sayTransactionType } from './link-fields.js';

/** One line of a merchant's pay-in list: a payment, or money that left again because of a refund or a dispute. */
export interface PayInEntry {
  payment: Payment;
  /** Epoch ms. */
  atMs: number;
  transactionId: string;
  amountMinor: number;
  /** What all receivers of a split link pay together. */
  serviceFeeMinor: number;
  /** What the owner of the link pays of it. */
  ownerServiceFeeMinor: number;
  pspFeeMinor: number;
  status: string;
  type: string;
  isRefund: boolean;
  isDispute: boolean;
  /** Payment entries only: when the money arrived, epoch ms; null while it has not. */
  settledAtMs: number | null;
}

/**
 * Entries of one payment, newest first; none before it is paid. Refunds appear as negative entries once they are approved
 * (docs.secpaid.com/concepts/refunds); entries of disputes are known by their type names only, their signs are our reading.
 */
export function buildEntries(payment: Payment): PayInEntry[] {
  const link = linkOf(payment);
  if (!link.payIn) return [];
  const { payIn } = link;
  const first: PayInEntry = {
    payment,
    atMs: payIn.paidAtMs,
    transactionId: payIn.transactionId,
    amountMinor: payment.amountMinor,
    serviceFeeMinor: payIn.serviceFeeMinor,
    ownerServiceFeeMinor: payIn.ownerServiceFeeMinor ?? payIn.serviceFeeMinor,
    pspFeeMinor: payIn.pspFeeMinor,
    status: payIn.status,
    type: sayTransactionType(link),
    isRefund: false,
    isDispute: isDisputed(link),
    settledAtMs: payIn.settledAtMs,
  };
  const entries = [first, ...buildRefundEntries(payment, link), ...buildDisputeEntries(payment, link)];
  return entries.sort((left, right) => left.atMs - right.atMs).reverse();
}

/** An open dispute blocks refunds, and so does one that the payer won (docs.secpaid.com/how-to/refund). */
export function isDisputed({ dispute }: Link): boolean {
  return dispute !== null && dispute.status !== 'lost';
}

function buildRefundEntries(payment: Payment, link: Link): PayInEntry[] {
  return link.refunds.flatMap(({ amountMinor, approvedAtMs, transactionId }) =>
    approvedAtMs === null || transactionId === null
      ? []
      : [
          {
            ...buildMovement(payment, approvedAtMs, transactionId, -amountMinor),
            type: 'Refund',
            isRefund: true,
            isDispute: false,
          },
        ],
  );
}

function buildDisputeEntries(payment: Payment, { dispute }: Link): PayInEntry[] {
  if (!dispute) return [];
  const { openedAtMs, closedAtMs, transactionId, returnTransactionId } = dispute;
  const flags = { isRefund: false, isDispute: true };
  const entries = [{ ...buildMovement(payment, openedAtMs, transactionId, -payment.amountMinor), ...flags, type: 'Dispute' }];
  if (closedAtMs !== null && returnTransactionId !== null) {
    entries.push({
      ...buildMovement(payment, closedAtMs, returnTransactionId, payment.amountMinor),
      ...flags,
      type: 'Dispute Refund',
    });
  }
  return entries;
}

function buildMovement(payment: Payment, atMs: number, transactionId: string, amountMinor: number) {
  const noFees = { serviceFeeMinor: 0, ownerServiceFeeMinor: 0, pspFeeMinor: 0 };
  return { payment, atMs, transactionId, amountMinor, ...noFees, status: 'Success', settledAtMs: atMs };
}
