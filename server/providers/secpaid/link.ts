import type { Payment } from '../../domain/payment.js';
import type { SplitType } from './splits.js';

/** The facts of a payment link as they stand in `payment.data`. Type aliases, because interfaces do not fit into a JSON object type. */
export type Link = {
  /** SecPaid user id of the creator at the time of creation. */
  userId: string;
  /** Amount as the create call shows it; the exact amount is the payment's `amountMinor`. */
  amount: number | string;
  note: string;
  statementDescription: string;
  isCancellable: boolean;
  bankTransfer: boolean;
  isQrLink: boolean;
  /** Reachable only through a staff action: no call of the API makes one. */
  isInvoice: boolean;
  isEncrypted: boolean;
  callbackUrls: string[];
  paymentEndpoints: string[];
  serviceFee: string;
  split: Split | null;
  payIn: PayIn | null;
  refunds: Refund[];
  dispute: Dispute | null;
};

export type Split = { type: SplitType; recipients: Recipient[] };

export type Recipient = { token: string; share: number };

/** The money of a paid link. Times are epoch ms. */
export type PayIn = {
  transactionId: string;
  method: 'card' | 'Bank Transfer';
  /** `Pending` until a bank transfer arrives. */
  status: 'Success' | 'Pending' | 'Failed';
  paidAtMs: number;
  /** When the money arrived; null while it has not. */
  settledAtMs: number | null;
  /** Of all receivers of a split link together, who each pay their own. */
  serviceFeeMinor: number;
  /** The owner's own; absent where the owner is the only receiver. */
  ownerServiceFeeMinor?: number;
  pspFeeMinor: number;
};

export type Refund = {
  amountMinor: number;
  isFullRefund: boolean;
  status: 'Pending' | 'Approved' | 'Rejected' | 'Completed';
  reason: string | null;
  requestedAtMs: number;
  /** Set on approval, when the negative pay-in appears. */
  approvedAtMs: number | null;
  transactionId: string | null;
};

export type Dispute = {
  /** Seen from the payer: `won` means that the payer keeps the money. */
  status: 'open' | 'won' | 'lost';
  openedAtMs: number;
  closedAtMs: number | null;
  transactionId: string;
  /** Of the entry that returns the money to the merchant. */
  returnTransactionId: string | null;
};

/** Typed reading of `payment.data`, which only this folder writes. */
export function linkOf(payment: Payment): Link {
  const { split = null, payIn = null, dispute = null, ...rest } = payment.data as unknown as Link;
  return { ...rest, split, payIn, dispute };
}

/** `50001` as `NTAwMDE=`: base64 of the decimal digits, with padding (docs.secpaid.com/concepts/payment-links). */
export function encodeLinkId(paymentId: string): string {
  return Buffer.from(paymentId, 'latin1').toString('base64');
}

/** Reads a `link_id` with or without padding, also when the padding came as `%3D`. Undefined when it encodes no decimal id. */
export function decodeLinkId(text: string): string | undefined {
  const bare = text.replace(/%3D/gi, '=').replace(/={1,2}$/, '');
  if (!/^[A-Za-z0-9+/]{1,24}$/.test(bare)) return undefined;
  const id = Buffer.from(bare, 'base64').toString('latin1');
  // Node reads past stray bits, so only the text that encodes the id is taken.
  return /^\d{1,15}$/.test(id) && encodeLinkId(id).replace(/(?<!=)=+$/, '') === bare ? id : undefined;
}

/** The padding stays raw, as in SecPaid's samples. */
export function buildPayLink(providerUrl: string, paymentId: string): string {
  return `${providerUrl}/payment?link_id=${encodeLinkId(paymentId)}`;
}

/** Literal text of a reply; nothing here ever calls that address. */
export function buildQrImageUrl(payLink: string): string {
  return `https://quickchart.io/chart?chl=${payLink}&chs=300x300&cht=qr`;
}
