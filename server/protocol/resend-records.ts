import type { CapturedRequest, CapturedResponse } from './captured.js';
import type { AttemptCode } from './delivery-records.js';

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
