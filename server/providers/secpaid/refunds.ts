import { toMajorText } from '../../domain/money.js';
import type { Payment } from '../../domain/payment.js';
import { type ApiAnswer, type ApiCall, findOwnLink } from './api-route.js';
import { readDecimal, toMinor } from './decimal.js';
import { texts } from './envelope.js';
import { linkOf, type Refund } from './link.js';
import { isAbsent, readFlag } from './parameters.js';
import { isDisputed } from './pay-ins.js';
import { Refusal } from './refusal.js';
import type { SecPaidSettings } from './settings.js';
import { buildTransactionId } from './transaction-id.js';

/**
 * refundPayment: a request that SecPaid's staff decides about. It never fires a webhook or a redirect (docs.secpaid.com/concepts/refunds).
 * The order of the checks is ours.
 */
export function requestRefund(call: ApiCall): ApiAnswer {
  const { account, nowMs, params, settings, view } = call;
  if (isAbsent(params.pay_id)) throw new Refusal(400, texts.payIdMissing);
  if (isAbsent(params.refund_amount)) {
    throw new Refusal(400, settings.errorTexts === 'overview-pages' ? texts.refundAmountRequired : texts.refundAmountMissing);
  }
  const isFullRefund = readFlag(params, 'isFullRefund') ?? false;
  const payment = findOwnLink(call, params.pay_id);
  const { refunds } = linkOf(payment);
  refuseUnlessRefundable(payment, settings);
  const amountMinor = readRefundAmount(call, payment.amountMinor - sumRefunds(refunds));
  const requested: Refund = {
    amountMinor,
    isFullRefund,
    status: 'Pending',
    reason: null,
    requestedAtMs: nowMs,
    approvedAtMs: null,
    transactionId: null,
  };
  const approval = { status: 'Approved' as const, approvedAtMs: nowMs };
  const refund = settings.autoApproveRefunds
    ? { ...requested, ...approval, transactionId: buildTransactionId(view, account.lane, settings) }
    : requested;
  const verb = settings.autoApproveRefunds ? 'requested and approved' : 'requested';
  return {
    message: settings.refundMessage,
    paymentId: payment.id,
    changes: [
      {
        type: 'amend_payment',
        paymentId: payment.id,
        text: `refund of ${toMajorText(amountMinor)} EUR ${verb}`,
        data: { refunds: [...refunds, refund] },
      },
    ],
  };
}

function refuseUnlessRefundable(payment: Payment, settings: SecPaidSettings): void {
  const link = linkOf(payment);
  if (payment.status === 'Cancelled') throw new Refusal(400, texts.linkCancelled);
  // Not paid, or the bank transfer has not arrived; no text is documented for either.
  if (link.payIn?.status !== 'Success') throw new Refusal(400, texts.linkIdWrong);
  if (link.isInvoice) throw new Refusal(400, texts.refundOfInvoice);
  if (isDisputed(link)) throw new Refusal(400, texts.refundBlocked);
  const blocking = settings.secondRefund === 'never' ? link.refunds : link.refunds.filter(({ status }) => status === 'Pending');
  if (blocking.length > 0) throw new Refusal(400, texts.refundRequested);
}

function readRefundAmount({ params, settings }: ApiCall, mostMinor: number): number {
  const decimal = readDecimal(params.refund_amount);
  const amountMinor = decimal ? toMinor(decimal) : 0;
  if (decimal && amountMinor <= 0 && settings.errorTexts === 'overview-pages') throw new Refusal(400, texts.refundAmountRequired);
  if (amountMinor <= 0 || amountMinor > mostMinor) throw new Refusal(400, texts.refundAmountWrong);
  return amountMinor;
}

function sumRefunds(refunds: readonly Refund[]): number {
  return refunds.reduce((sum, { amountMinor, status }) => (status === 'Rejected' ? sum : sum + amountMinor), 0);
}
