import type { Order, ShopState } from './shop-state.js';

/** The fields of a SecurePayAPI event that a shop acts on (doc.securepayapi.com/webhooks). */
export interface SecurePayApiEvent {
  uuid?: string;
  id?: string;
  famt?: number;
  currency?: string;
  externalid?: string;
  status?: string;
}

const DOCUMENTED_ORDER = ['INIT', 'AUTH3DSCHALLENGE', 'AUTH3DSCHALLENGEFORM', 'AUTH3DSRESULT', 'PAYING'];

/**
 * Applies an event whose signature was verified. Money moves goods only when the event names this order, its intent, its amount and its
 * currency, because a signature proves the sender and not that the payment was for this basket.
 */
export function applySecurePayApiEvent(orders: ShopState, event: SecurePayApiEvent, paidStatuses: readonly string[]): void {
  const order = orders.find(event.externalid ?? '');
  if (order?.provider !== 'securepayapi' || event.status === undefined) return;
  const note = { source: 'webhook', status: event.status } as const;
  const reason = findMismatch(order, event);
  if (reason !== undefined) return void orders.note(order, { ...note, reason }, 'refused');
  if (!orders.isFirstSight(order, nameEvent(event))) return void orders.note(order, note, 'repeated');
  const isForward = orders.isStepForward(order, `${event.uuid}`, rankStatus(event.status));
  if (paidStatuses.includes(event.status)) orders.fulfil(order, note);
  else orders.note(order, note, isForward ? 'noted' : 'late');
}

/** There is no event id; these three together name an event, because each attempt at paying has a uuid of its own. */
function nameEvent(event: SecurePayApiEvent): string {
  return `${event.id} ${event.uuid} ${event.status}`;
}

/** Place in the documented order; a status that is not documented is taken for an end. */
function rankStatus(status: string): number {
  const rank = DOCUMENTED_ORDER.indexOf(status);
  return rank === -1 ? DOCUMENTED_ORDER.length : rank;
}

function findMismatch(order: Order, event: SecurePayApiEvent): string | undefined {
  // The first event may be faster than the answer that tells the shop its intent's id.
  if (order.paymentId !== undefined && event.id !== order.paymentId) return `intent ${event.id} is not this order's`;
  if (event.famt !== order.amountMinor) return `amount ${event.famt} instead of ${order.amountMinor}`;
  if (event.currency !== order.currency) return `currency ${event.currency} instead of ${order.currency}`;
  return undefined;
}
