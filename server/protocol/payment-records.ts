/** Records of a payment by itself: what it is, what became of it, and who did it. */

import type { JsonObject } from './json.js';

/** What a payment's status means, in words that every provider shares. `open` is the only one that is not an outcome. */
export type PaymentOutcome = 'open' | 'succeeded' | 'failed' | 'cancelled' | 'expired' | 'deleted';

export interface PaymentCreated {
  type: 'payment.created';
  paymentId: string;
  provider: string;
  accountId: string;
  amountMinor: number;
  currency: string;
  /** The merchant's own word for it (SecPaid: note; SecurePayAPI: externalid or reference). */
  reference: string;
  status: string;
  outcome: PaymentOutcome;
  /** Where a customer pays, as an absolute URL, or a page of ours that stands in for the app's; null where there is none. */
  checkoutUrl: string | null;
  /** Facts that only the provider's own folder understands. */
  data: JsonObject;
}

export interface PaymentStatusChanged {
  type: 'payment.status_changed';
  paymentId: string;
  from: string;
  to: string;
  /** The status in plain words. */
  text: string;
  outcome: PaymentOutcome;
  /** Changed provider facts; keys set to null are removed. */
  data?: JsonObject;
}

export interface PaymentAmended {
  type: 'payment.amended';
  paymentId: string;
  /** What happened, in plain words: "refund of 10.00 EUR requested". */
  text: string;
  /** Set when it changes what the status amounts to: a bank transfer arrives or fails. */
  outcome?: PaymentOutcome;
  data: JsonObject;
}

export interface PaymentTimerSet {
  type: 'payment.timer_set';
  paymentId: string;
  timer: string;
  dueAt: string;
}

export interface PaymentTimerCleared {
  type: 'payment.timer_cleared';
  paymentId: string;
  timer: string;
}

/** A customer, a test or an operator did something to a payment. */
export interface PaymentActed {
  type: 'payment.acted';
  paymentId: string;
  /** `customer`: a person on a checkout page or a call that plays one; `provider`: a call that plays the provider's staff. */
  actor: 'customer' | 'provider';
  /** `page`: on a checkout page; `live_page`: by hand on the live page; `control`: any other call of the control plane. */
  source: 'page' | 'live_page' | 'control';
  action: JsonObject;
}
