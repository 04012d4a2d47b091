/** Records of what is delivered to the app: events, and each attempt at them. */

import type { CapturedRequest, CapturedResponse } from './captured.js';

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
