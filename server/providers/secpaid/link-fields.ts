import { toMajorText } from '../../domain/money.js';
import type { Payment } from '../../domain/payment.js';
import type { JsonObject } from '../../protocol/records.js';
import { buildPayLink, buildQrImageUrl, type Link, linkOf } from './link.js';
import type { SecPaidSettings } from './settings.js';
import { formatLocalTime } from './zone-time.js';

interface CreatedLink {
  id: string;
  link: Link;
  payLink: string;
  status: string;
  createdAtMs: number;
}

/** `data` of createLink and createSplitLink, in the order of the sample on docs.secpaid.com/api/create-link. */
export function buildCreatedLink({ id, link, payLink, status, createdAtMs }: CreatedLink, settings: SecPaidSettings): JsonObject {
  return {
    is_cancellation: link.isCancellable ? 'Yes' : 'No',
    user_id: link.userId,
    amount: link.amount,
    recipient_note: link.note,
    status,
    paymentEndpoint: link.paymentEndpoints.join(','),
    callback_url: link.callbackUrls.join(','),
    servicefee: link.serviceFee,
    recipients: sayRecipients(link),
    is_split_link: String(link.split !== null),
    split_type: link.split?.type ?? 'normal',
    bank_transfer: String(link.bankTransfer),
    is_qr_link: String(link.isQrLink),
    payment_config: '',
    bank_statement_description: link.statementDescription,
    created_at: formatLocalTime(createdAtMs, settings.timeZone),
    ...(settings.idField === 'linktopay_id' ? {} : { id: Number(id) }),
    ...(settings.idField === 'id' ? {} : { linktopay_id: Number(id) }),
    pay_link: payLink,
    qr_img: buildQrImageUrl(payLink),
  };
}

/** Item of getMyUnusedLinks; the id is text here and a number in the create reply, as SecPaid's samples have it. */
export function buildUnusedItem(payment: Payment, providerUrl: string): JsonObject {
  const payLink = buildPayLink(providerUrl, payment.id);
  const { transaction_type, ...common } = buildItem(payment);
  return { ...common, pay_link: payLink, qr_img: buildQrImageUrl(payLink), transaction_type: transaction_type ?? '' };
}

/** Item of getMyUsedLinks. */
export function buildUsedItem(payment: Payment, settings: SecPaidSettings): JsonObject {
  const paidAtMs = linkOf(payment).payIn?.paidAtMs ?? payment.updatedAtMs;
  const { transaction_type, ...common } = buildItem(payment);
  return { ...common, paid_on: formatLocalTime(paidAtMs, settings.timeZone), transaction_type: transaction_type ?? '' };
}

/** `Split` comes before `Personal QR`, which only marks the way a link is shown. */
export function sayTransactionType(link: Link): string {
  if (link.split) return 'Split';
  return link.isQrLink ? 'Personal QR' : 'Basic';
}

function buildItem(payment: Payment): JsonObject {
  const link = linkOf(payment);
  return {
    linktopay_id: payment.id,
    user_id: link.userId,
    recipient_note: link.note,
    amount: toMajorText(payment.amountMinor),
    is_cancelled: payment.status === 'Cancelled' ? 'Yes' : 'No',
    recipients: sayRecipients(link),
    is_split_link: String(link.split !== null),
    transaction_type: sayTransactionType(link),
  };
}

function sayRecipients(link: Link): string | null {
  return link.split ? JSON.stringify(link.split.recipients.map(({ token, share }) => ({ token, share }))) : null;
}
