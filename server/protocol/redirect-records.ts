/** Records of how the customer's browser goes back to the app. */

import type { CapturedResponse } from './captured.js';
import type { AttemptCode } from './delivery-records.js';

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
