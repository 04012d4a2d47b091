import type { AttemptCode, AttemptTrigger, DeliveryStatus, JsonObject, PaymentOutcome } from '../protocol/records.js';

/** A payment as the log tells it up to now: the intent, which never changes, plus status and history. Times are epoch ms. */
export interface Payment {
  /** The provider's own id: SecPaid pay id, SecurePayAPI intent id. */
  id: string;
  provider: string;
  accountId: string;
  lane: string;
  amountMinor: number;
  currency: string;
  reference: string;
  /** The provider's own word. */
  status: string;
  outcome: PaymentOutcome;
  checkoutUrl: string | null;
  /** Facts that only the provider's folder understands. */
  data: JsonObject;
  createdAtMs: number;
  updatedAtMs: number;
  history: PaymentStep[];
  /** Due times of the provider's timers, by name. */
  timers: Record<string, number>;
  eventIds: string[];
  redirects: { location: string; atMs: number }[];
  /** Set by a fault: what is announced after the record with this number is never sent. */
  silence?: { faultId: string; fault: string; seq: number };
}

/** A step of a payment's history: a new status, or something that happened while the status stayed as it was. */
export interface PaymentStep {
  status: string;
  text: string;
  atMs: number;
  seq: number;
}

/** A fact about a payment that a provider announces. */
export interface PaymentEvent {
  id: string;
  paymentId: string;
  status: string;
  contentType: string;
  body: string;
  plainBody?: string;
  atMs: number;
  seq: number;
  deliveryIds: string[];
}

/** One event to one endpoint, until acknowledged or exhausted. */
export interface Delivery {
  id: string;
  eventId: string;
  paymentId: string;
  endpoint: string;
  status: DeliveryStatus;
  /** Due time of the next attempt; null while one runs, and when none will follow. */
  nextAttemptAtMs: number | null;
  /** Since when it waits for somebody to release it; null while nobody holds it. */
  heldAtMs: number | null;
  /** True once it was held and released: it is not held again. */
  wasHeld: boolean;
  attempts: Attempt[];
}

/** One HTTP POST. What was sent and answered in full stands in the log at `seq`. */
export interface Attempt {
  id: string;
  number: number;
  trigger: AttemptTrigger;
  startedAtMs: number;
  finishedAtMs: number | null;
  code: AttemptCode | null;
  sentence: string | null;
  statusCode: number | null;
  latencyMs: number | null;
  /** Position of the record that tells the most about it. */
  seq: number;
}
