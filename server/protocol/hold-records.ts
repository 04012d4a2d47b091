/** Records of what somebody holds back by hand, so that webhook and redirect of a payment can arrive in either order. */

/** `delivery`: the first attempt of a delivery. `redirect`: the answer that sends the browser back to the app. */
export type HoldTarget = 'delivery' | 'redirect';

/** From now on the next ones are held. */
export interface HoldSet {
  type: 'hold.set';
  holdId: string;
  target: HoldTarget;
  /** Only of this payment; null: of any payment of the lane. */
  paymentId: string | null;
  /** How many are held before the hold is used up; null: every one until it is cleared. */
  count: number | null;
}

/** A hold ended: used up, cleared by hand, or by a reset. What it holds stays held until it is released. */
export interface HoldCleared {
  type: 'hold.cleared';
  holdId: string;
  reason: 'used_up' | 'by_hand';
}

/** A delivery was due and waits for somebody to release it. */
export interface DeliveryHeld {
  type: 'delivery.held';
  paymentId: string;
  eventId: string;
  deliveryId: string;
  holdId: string;
}

export interface DeliveryReleased {
  type: 'delivery.released';
  paymentId: string;
  eventId: string;
  deliveryId: string;
}

/** Somebody decided that a delivery which had not been sent yet never will be. */
export interface DeliveryDropped {
  type: 'delivery.dropped';
  paymentId: string;
  eventId: string;
  deliveryId: string;
}

/** The browser waits for its answer. */
export interface RedirectHeld {
  type: 'redirect.held';
  paymentId: string;
  redirectId: string;
  location: string;
  holdId: string;
}

export interface RedirectReleased {
  type: 'redirect.released';
  paymentId: string;
  redirectId: string;
  /** `browser_left`: nobody waited any more. `stopped`: the harness shut down and let it go. */
  reason: 'by_hand' | 'browser_left' | 'stopped';
}
