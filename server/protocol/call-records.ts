/** Records of what came in: calls of a provider's API, its pages, and requests to the built-in receiver. */

import type { CapturedRequest, CapturedResponse } from './captured.js';

/** The app under test called a provider's API. */
export interface ApiCalled {
  type: 'api.called';
  provider: string;
  /** The provider's name for the call, such as `createLink`. */
  route: string;
  accountId: string | null;
  paymentId: string | null;
  request: CapturedRequest;
  /** Status 0: nothing was answered, because of a fault or because the browser had left. */
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
