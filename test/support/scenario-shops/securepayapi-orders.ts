import { setTimeout } from 'node:timers/promises';
import type { SecurePayApiEvent } from '../securepayapi-event.js';
import type { Has } from './securepayapi-bugs.js';

export interface ShopOrder {
  id: string;
  amountMinor: number;
  openedAtMs: number;
  /** Once SecurePayAPI has answered. */
  intentId: string | null;
  status: 'open' | 'in progress' | 'failed' | 'expired' | 'paid';
  paid: boolean;
  /** How often the goods went out. */
  count: number;
}

/** What is in a payload, with the fields that only some shops look at. */
export type PayloadEvent = SecurePayApiEvent & { created?: number };

const KNOWN_FIELDS = ['created', 'uuid', 'id', 'famt', 'currency', 'externalid', 'customerid', 'status', 'statustext'];
const KNOWN_STATUSES = [
  'INIT',
  'AUTH3DSCHALLENGE',
  'AUTH3DSCHALLENGEFORM',
  'AUTH3DSRESULT',
  'PAYING',
  'SUCCEEDED',
  'FAILED',
  'EXPIRED',
];
const DAY_MS = 86_400_000;

/** The orders of a shop that sells for US cents, in memory. */
export class ShopOrders {
  readonly #orders = new Map<string, ShopOrder>();
  readonly #seen = new Set<string>();
  readonly #uuids = new Map<string, string | undefined>();
  readonly #nowMs: () => number;
  readonly #has: Has;

  constructor(nowMs: () => number, has: Has) {
    this.#nowMs = nowMs;
    this.#has = has;
  }

  open(amountMinor: number): ShopOrder {
    const id = `order-${this.#orders.size + 1}`;
    const openedAtMs = this.#nowMs();
    const order: ShopOrder = { id, amountMinor, openedAtMs, intentId: null, status: 'open', paid: false, count: 0 };
    this.#orders.set(id, order);
    return order;
  }

  find(id: string): ShopOrder | undefined {
    return this.#orders.get(id);
  }

  ship(order: ShopOrder): void {
    const { paid } = order;
    order.status = 'paid';
    order.paid = true;
    // Whoever knows events by their signature believes that each is a new one.
    if (!paid || this.#has('acts-twice') || this.#has('knows-events-by-signature')) order.count++;
  }

  /** Takes an event that SecurePayAPI signed. @returns the HTTP status to answer with; 204 acknowledges. */
  async take(event: PayloadEvent, signature: string): Promise<number> {
    const has = this.#has;
    const refusal = this.#findRefusal(event);
    if (refusal !== null) return refusal;
    const order = this.#orders.get(event.externalid ?? '');
    if (!order || !this.#isAbout(order, event)) return 204;
    const name = has('knows-events-by-signature') ? signature : `${order.id} ${event.uuid} ${event.status}`;
    if (has('looks-then-writes')) {
      const wasPaid = order.paid;
      await setTimeout(400);
      if (event.status === 'SUCCEEDED' && !wasPaid) order.count++;
      order.paid ||= event.status === 'SUCCEEDED';
      return 204;
    }
    if (this.#seen.has(name) && !has('acts-twice')) return 204;
    this.#seen.add(name);
    if (this.#isTooEarly(event, this.#seen.has(`${order.id} ${event.uuid} PAYING`))) return 409;
    this.#apply(order, event);
    return 204;
  }

  /** An order, this intent, this amount: a signature only says who is speaking. */
  #isAbout(order: ShopOrder, event: PayloadEvent): boolean {
    const has = this.#has;
    if (has('believes-externalid') || has('mixes-up-intents')) return true;
    if (order.intentId !== null && event.id !== order.intentId) return false;
    if (event.famt !== order.amountMinor || event.currency !== 'USD') return false;
    if (!this.#uuids.has(order.id)) this.#uuids.set(order.id, event.uuid);
    return !(has('first-uuid-only') && this.#uuids.get(order.id) !== event.uuid);
  }

  #findRefusal(event: PayloadEvent): number | null {
    const has = this.#has;
    const { status = '', created = 0, externalid = '' } = event;
    if (has('knows-no-challenge') && status.startsWith('AUTH3DS')) return 422;
    if (has('crashes-without-externalid') && externalid === '') return 500;
    if (has('crashes-on-unknown-status') && !KNOWN_STATUSES.includes(status)) return 500;
    if (has('strict-parser') && Object.keys(event).some((field) => !KNOWN_FIELDS.includes(field))) return 400;
    if (has('judges-by-created') && this.#nowMs() / 1_000 - created > 300) return 400;
    return null;
  }

  #apply(order: ShopOrder, { status = '' }: PayloadEvent): void {
    const has = this.#has;
    if (has('failed-is-final') && order.status === 'failed') return;
    if (has('cancels-after-a-day') && this.#nowMs() - order.openedAtMs > DAY_MS) return;
    if (this.#isEarlyShipment(status)) this.ship(order);
    if (status === 'INIT' && has('starts-anew-at-init')) Object.assign(order, { status: 'open', paid: false });
    if (status === 'EXPIRED' && has('mixes-up-intents')) Object.assign(order, { status: 'expired', paid: false });
    if (status === 'PAYING' && has('follows-the-last-event')) Object.assign(order, { status: 'in progress', paid: false });
    if (order.paid || order.status === 'expired') return;
    if (status === 'SUCCEEDED') this.ship(order);
    else if (status === 'FAILED') order.status = 'failed';
    else if (status !== 'EXPIRED') order.status = 'in progress';
    else if (!has('keeps-expired-orders')) order.status = 'expired';
  }

  #isTooEarly({ status }: PayloadEvent, isPaying: boolean): boolean {
    const needsPaying =
      (status === 'SUCCEEDED' && this.#has('insists-on-every-status')) ||
      (status === 'FAILED' && this.#has('expects-paying-first'));
    return needsPaying && !isPaying;
  }

  #isEarlyShipment(status: string): boolean {
    const has = this.#has;
    return (
      (status === 'AUTH3DSRESULT' && has('takes-authentication-for-payment')) ||
      (status === 'AUTH3DSCHALLENGEFORM' && has('ships-at-the-challenge')) ||
      (status === 'PAYING' && has('ships-at-paying')) ||
      (status === 'FAILED' && has('any-end-is-paid')) ||
      (status === 'SUCCEEDED' && (has('acts-twice') || has('knows-events-by-signature')))
    );
  }
}
