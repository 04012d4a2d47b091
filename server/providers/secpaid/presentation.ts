import type { Account } from '../../domain/account.js';
import { toMajorText } from '../../domain/money.js';
import type { Payment } from '../../domain/payment.js';
import { hideCredentials } from '../../domain/url-credentials.js';
import type { JsonObject } from '../../protocol/records.js';
import { computeServiceFee } from './fees.js';
import { type Link, linkOf } from './link.js';
import { sayTransactionType } from './link-fields.js';
import { type SecPaidSettings, settingsOf } from './settings.js';
import { divideAmount } from './splits.js';
import { formatLocalTime } from './zone-time.js';

/** What a person wants to know about a link beside status and amount. Credentials in URLs are left out. */
export function presentPayment(payment: Payment, account: Account): JsonObject {
  const settings = settingsOf(account);
  const link = linkOf(payment);
  return {
    type: sayTransactionType(link),
    isCancellable: link.isCancellable,
    bankTransfer: link.bankTransfer,
    isEncrypted: link.isEncrypted,
    callbackUrls: link.callbackUrls.map(hideCredentials),
    paymentEndpoints: link.paymentEndpoints.map(hideCredentials),
    ...(link.payIn ? { payIn: presentPayIn(link.payIn, payment.amountMinor, settings) } : {}),
    ...(link.split ? { split: presentSplit(payment, link.split, settings) } : {}),
    ...(link.refunds.length > 0
      ? { refunds: link.refunds.map((refund) => ({ amount: toMajorText(refund.amountMinor), status: refund.status })) }
      : {}),
    ...(link.dispute ? { dispute: link.dispute.status } : {}),
  };
}

function presentPayIn(payIn: NonNullable<Link['payIn']>, amountMinor: number, settings: SecPaidSettings): JsonObject {
  return {
    status: payIn.status,
    method: payIn.method,
    transactionId: payIn.transactionId,
    paidOn: formatLocalTime(payIn.paidAtMs, settings.timeZone),
    serviceFee: toMajorText(payIn.serviceFeeMinor),
    pspFee: toMajorText(payIn.pspFeeMinor),
    netAmount: toMajorText(amountMinor - payIn.serviceFeeMinor - payIn.pspFeeMinor),
  };
}

function presentSplit(payment: Payment, split: NonNullable<Link['split']>, settings: SecPaidSettings): JsonObject {
  const { ownerMinor, recipientMinors } = divideAmount(payment.amountMinor, split);
  const recipients = split.recipients.map(({ token }, index) => {
    const partMinor = recipientMinors[index] ?? 0;
    return { token, amount: toMajorText(partMinor), serviceFee: toMajorText(computeServiceFee(partMinor, settings)) };
  });
  return { type: split.type, owner: toMajorText(ownerMinor), recipients };
}
