/**
 * The wire contract of Paystage: one variant per thing that can happen. The journal on disk, the web page, the terminal and the
 * expectation judge all read these records, in this order. Types only; `ui/` imports this file with `import type`.
 */

import type { ApiCalled, BinReceived, PageServed } from './call-records.js';
import type { CheckFinished, CheckRunEnded, CheckRunStarted } from './check-records.js';
import type { AttemptFinished, AttemptStarted, DeliveryRequeued, EventAnnounced } from './delivery-records.js';
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
import type {
  PaymentActed,
  PaymentAmended,
  PaymentCreated,
  PaymentStatusChanged,
  PaymentTimerCleared,
  PaymentTimerSet,
} from './payment-records.js';
import type { CallbackCalled, RedirectIssued } from './redirect-records.js';
import type { ResendFinished } from './resend-records.js';
import type { AccountChanged, ClockChanged, HarnessNotice, StageReset } from './stage-records.js';
import type { CustomerVisited } from './visit-records.js';

export type * from './call-records.js';
export type * from './captured.js';
export type * from './delivery-records.js';
export type * from './json.js';
export type * from './payment-records.js';
export type * from './redirect-records.js';
export type * from './resend-records.js';
export type * from './stage-records.js';

/** What stands at the head of every record. */
export interface RecordHead {
  /** Position in the log, from 1, without gaps. */
  seq: number;
  /** When it happened by the lane's clock, UTC ISO 8601 with milliseconds. */
  at: string;
  lane: string;
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
