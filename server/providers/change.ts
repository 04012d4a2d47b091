import type { JsonObject, PaymentActed, PaymentOutcome } from '../protocol/records.js';

export type Change =
  | CreatePayment
  | ChangeStatus
  | AmendPayment
  | { type: 'announce'; paymentId: string; event: EventDraft }
  | { type: 'set_timer'; paymentId: string; timer: string; dueInMs: number }
  | { type: 'clear_timer'; paymentId: string; timer: string }
  /** The browser goes to `location` (absolute); `others` are called with GET in the background when it leaves. */
  | { type: 'redirect'; paymentId: string; location: string; others: readonly string[] }
  /** Written down so that the story of the payment says who did what. */
  | { type: 'act'; paymentId: string; actor: 'customer' | 'provider'; source: PaymentActed['source']; action: JsonObject };

export interface CreatePayment {
  type: 'create_payment';
  id: string;
  accountId: string;
  amountMinor: number;
  currency: string;
  reference: string;
  status: string;
  checkoutUrl: string | null;
  data: JsonObject;
  /** Kept apart from the log, 0600, and read back with `View.secretOf`. */
  secrets?: Record<string, string>;
}

export interface ChangeStatus {
  type: 'change_status';
  paymentId: string;
  to: string;
  /** Plain words; the status table's text when absent. */
  text?: string;
  /** What it amounts to just now, where the status table's outcome would say too much. */
  outcome?: PaymentOutcome;
  data?: JsonObject;
  event?: EventDraft;
}

export interface AmendPayment {
  type: 'amend_payment';
  paymentId: string;
  text: string;
  outcome?: PaymentOutcome;
  data: JsonObject;
}

export interface EventDraft {
  /** The status word in the payload. */
  status: string;
  contentType: string;
  body: string;
  plainBody?: string;
  /** Absolute URLs; none means that the event happened and nobody is told. */
  endpoints: readonly string[];
}

export interface Decision {
  changes: readonly Change[];
}
