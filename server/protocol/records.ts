/**
 * The wire contract of Paystage: one variant per thing that can happen. The journal on disk, the web page, the terminal and the
 * expectation judge all read these records, in this order. Types only; `ui/` imports this file with `import type`.
 */

import type { CheckFinished, CheckRunEnded, CheckRunStarted } from './check-records.js';
import type { FaultCleared, FaultSet, FaultUsed } from './fault-records.js';
import type {
  DeliveryDropped,
  DeliveryHeld,
  DeliveryReleased,
  HoldCleared,
  HoldSet,
  RedirectHeld,
  RedirectReleased,
} from './hold-records.js';
import type { LaneCreated, LaneDisposed } from './lane-records.js';
import type { CustomerVisited } from './visit-records.js';

/** A header as it stood on the wire: original case and order, repeated names kept. */
export type Header = [name: string, value: string];

/** A body as it was sent or received. Text when the bytes are valid UTF-8, base64 otherwise. */
export interface CapturedBody {
  text?: string;
  base64?: string;
  /** Size of the whole body on the wire, also when only a part of it is kept. */
  sizeBytes: number;
  /** True when only the beginning is kept. */
  isCut?: boolean;
}

export interface CapturedRequest {
  method: string;
  url: string;
  headers: Header[];
  body?: CapturedBody;
}

export interface CapturedResponse {
  status: number;
  headers: Header[];
  body?: CapturedBody;
}

/** What a payment's status means, in words that every provider shares. `open` is the only one that is not an outcome. */
export type PaymentOutcome = 'open' | 'succeeded' | 'failed' | 'cancelled' | 'expired' | 'deleted';

/** How an attempt ended. `acknowledged` is the only good end; the rest say where it went wrong. */
export type AttemptCode =
  | 'acknowledged'
  | 'not_acknowledged'
  | 'redirect'
  | 'refused'
  | 'dns'
  | 'tls'
  | 'reset'
  | 'timeout'
  | 'invalid_response'
  | 'blocked_target'
  | 'interrupted';

export type DeliveryStatus = 'pending' | 'acknowledged' | 'exhausted';
export type AttemptTrigger = 'scheduled' | 'manual';

/** What stands at the head of every record. */
export interface RecordHead {
  /** Position in the log, from 1, without gaps. */
  seq: number;
  /** When it happened by the lane's clock, UTC ISO 8601 with milliseconds. */
  at: string;
  lane: string;
}

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

export interface EventAnnounced {
  type: 'event.announced';
  paymentId: string;
  eventId: string;
  /** The status that the event announces, in the provider's word as it stands in the payload. */
  status: string;
  contentType: string;
  /** Exactly the bytes that every attempt sends, as UTF-8. */
  body: string;
  /** The payload before encryption, where the provider encrypts it. */
  plainBody?: string;
  deliveries: { deliveryId: string; endpoint: string }[];
}

interface AttemptHead {
  paymentId: string;
  eventId: string;
  deliveryId: string;
  attemptId: string;
  /** Counts from 1 within the delivery. */
  number: number;
}

export interface AttemptStarted extends AttemptHead {
  type: 'attempt.started';
  trigger: AttemptTrigger;
}

export interface AttemptFinished extends AttemptHead {
  type: 'attempt.finished';
  trigger: AttemptTrigger;
  code: AttemptCode;
  /** One plain sentence: what happened, why it does or does not count, what happens next. */
  sentence: string;
  /** What can be done about it, where that is known. */
  hint?: string;
  deliveryStatus: DeliveryStatus;
  /** When the next scheduled attempt is due, or null when none will follow. */
  nextAttemptAt: string | null;
  latencyMs: number;
  /** Address that answered, such as `127.0.0.1:3000`, when a connection was made. */
  remoteAddress?: string;
  request?: CapturedRequest;
  response?: CapturedResponse;
  /** `Location` of a redirect that was not followed. */
  location?: string;
  /** Names of the faults that took effect on it. */
  faults?: string[];
  /** Further times that the same request was sent on purpose; what was answered to the first one counts. */
  copies?: AttemptCopy[];
}

/** One more time that the request of an attempt was sent. */
export interface AttemptCopy {
  /** As if it had been the attempt. */
  code: AttemptCode;
  latencyMs: number;
  response?: CapturedResponse;
}

/** A delivery was put back to work by hand, also after exhaustion. */
export interface DeliveryRequeued {
  type: 'delivery.requeued';
  paymentId: string;
  deliveryId: string;
}

/** How the headers of a resent delivery were signed: anew, not at all (whatever stood there was kept), or with a key given for this once. */
export type ResendSigning = 'fresh' | 'kept' | 'other_key';

/** Methods that a resent delivery may have. */
export type ResendMethod = 'POST' | 'GET' | 'PUT' | 'PATCH' | 'DELETE' | 'HEAD' | 'OPTIONS';

/** A delivery was edited and sent once more by hand. It says something about the receiver and nothing about the delivery, which stays as it was. */
export interface ResendFinished {
  type: 'resend.finished';
  paymentId: string;
  eventId: string;
  deliveryId: string;
  resendId: string;
  signing: ResendSigning;
  /** It was signed as if lane time were so much later; negative: earlier. */
  signedAtOffsetMs?: number;
  /** What it was sent for, in words of whoever sent it. */
  note?: string;
  /** Its body came in chunks, without a length. Left out: with its length, at once. */
  framing?: 'chunked';
  /** The connection was reset on purpose after so many bytes of the body. */
  cutAfterBytes?: number;
  code: AttemptCode;
  sentence: string;
  /** What can be done about it, where that is known. */
  hint?: string;
  latencyMs: number;
  remoteAddress?: string;
  /** With its body, because it may differ from the event's. */
  request: CapturedRequest;
  response?: CapturedResponse;
  location?: string;
}

/** The browser was sent to the target app. */
export interface RedirectIssued {
  type: 'redirect.issued';
  paymentId: string;
  location: string;
  status: number;
  /** Names of the faults that took effect on it. */
  faults?: string[];
}

/** A further callback URL was called in the background, because one browser can follow only one redirect. */
export interface CallbackCalled {
  type: 'callback.called';
  paymentId: string;
  url: string;
  code: AttemptCode;
  sentence: string;
  latencyMs: number;
  response?: CapturedResponse;
}

/** The app under test called a provider's API. */
export interface ApiCalled {
  type: 'api.called';
  provider: string;
  /** The provider's name for the call, such as `createLink`. */
  route: string;
  accountId: string | null;
  paymentId: string | null;
  request: CapturedRequest;
  /** Status 0: nothing was answered, because of a fault. */
  response: CapturedResponse;
  /** Why nothing was done; the HTTP status may still be 200, where the provider says no in the body alone. */
  refusal?: CallRefusal;
  durationMs: number;
  /** Names of the faults that took effect on it. */
  faults?: string[];
}

/** What a provider's reply says about a call that it refuses or fails. */
export interface CallRefusal {
  /** In the provider's words. */
  message: string;
  /** The provider's own word for the cause, where it has one. */
  code?: string;
}

/** A browser opened or used one of a provider's pages. */
export interface PageServed {
  type: 'page.served';
  provider: string;
  route: string;
  paymentId: string | null;
  request: CapturedRequest;
  response: CapturedResponse;
  durationMs: number;
}

/** The built-in receiver got a request. */
export interface BinReceived {
  type: 'bin.received';
  bin: string;
  request: CapturedRequest;
  response: CapturedResponse;
}

export interface AccountChanged {
  type: 'account.changed';
  provider: string;
  accountId: string;
  /** Settings that changed, new values; keys are named, never shown. */
  settings: JsonObject;
  rotatedKeys: string[];
}

export interface ClockChanged {
  type: 'clock.changed';
  now: string;
  speed: number;
  text: string;
}

/** Something the person in front of the harness should know; never about a payment. */
export interface HarnessNotice {
  type: 'harness.notice';
  level: 'info' | 'warning' | 'error';
  code: string;
  message: string;
  hint?: string;
}

export interface StageReset {
  type: 'stage.reset';
}

export type RecordBody =
  | PaymentCreated
  | PaymentStatusChanged
  | PaymentAmended
  | PaymentTimerSet
  | PaymentTimerCleared
  | PaymentActed
  | EventAnnounced
  | AttemptStarted
  | AttemptFinished
  | DeliveryRequeued
  | DeliveryHeld
  | DeliveryReleased
  | DeliveryDropped
  | ResendFinished
  | HoldSet
  | HoldCleared
  | FaultSet
  | FaultUsed
  | FaultCleared
  | RedirectIssued
  | RedirectHeld
  | RedirectReleased
  | CallbackCalled
  | ApiCalled
  | PageServed
  | CustomerVisited
  | BinReceived
  | AccountChanged
  | ClockChanged
  | HarnessNotice
  | StageReset
  | LaneCreated
  | LaneDisposed
  | CheckRunStarted
  | CheckFinished
  | CheckRunEnded;

export type LogRecord = RecordHead & RecordBody;

export type JsonValue = string | number | boolean | null | JsonValue[] | { [key: string]: JsonValue };
export type JsonObject = { [key: string]: JsonValue };
