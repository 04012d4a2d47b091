import { setTimeout } from 'node:timers/promises';
import type { PayIn, SecPaidAccess } from './secpaid-access.js';
import type { Has } from './secpaid-bugs.js';
import type { Notice } from './secpaid-reader.js';

export interface ShopOrder {
  id: string;
  amountMinor: number;
  openedAtMs: number;
  /** Of its links, the newest last. */
  payIds: string[];
  status: 'open' | 'cancelled' | 'failed' | 'paid';
  paid: boolean;
  /** How often the goods went out. */
  count: number;
  /** What was booked, in EUR; as are the refunds. */
  amount: number;
  refunded: number;
  disputed: boolean;
  /** How often a customer came back with success. */
  returns: number;
}

const [HOUR_MS, DAY_MS] = [3_600_000, 86_400_000];

type Verdict = 'paid' | 'pending' | 'absent' | 'unknown' | 'asked too often';

/** The orders of a shop that sells for euros, in memory. Goods go out when SecPaid says that they are paid, whoever told the shop to ask. */
export class ShopOrders {
  readonly #orders = new Map<string, ShopOrder>();
  readonly #access: SecPaidAccess;
  readonly #nowMs: () => number;
  readonly #has: Has;

  constructor(access: SecPaidAccess, nowMs: () => number, has: Has) {
    this.#access = access;
    this.#nowMs = nowMs;
    this.#has = has;
  }

  open(amountMinor: number): ShopOrder {
    const order: ShopOrder = {
      id: `order-${this.#orders.size + 1}`,
      amountMinor,
      openedAtMs: this.#nowMs(),
      payIds: [],
      status: 'open',
      paid: false,
      count: 0,
      amount: 0,
      refunded: 0,
      disputed: false,
      returns: 0,
    };
    this.#orders.set(order.id, order);
    return order;
  }

  find(id: string): ShopOrder | undefined {
    return this.#orders.get(id);
  }

  findByPayment(payId: string): ShopOrder | undefined {
    return [...this.#orders.values()].find(({ payIds }) => payIds.includes(payId));
  }

  ship(order: ShopOrder, isAgain = false): void {
    if (order.paid && !isAgain) return;
    order.status = 'paid';
    order.paid = true;
    order.count++;
    order.amount = order.amountMinor / 100;
  }

  /** @returns the HTTP status to answer the webhook with; any 2xx acknowledges it. */
  async take(notice: Notice): Promise<number> {
    const has = this.#has;
    const order = this.findByPayment(notice.payId) ?? (has('believes-the-note') ? this.find(notice.note) : undefined);
    if (!order || (has('finds-orders-by-session') && order.returns === 0)) return 404;
    if (has('waits-for-the-browser') && order.returns === 0) return 409;
    if (has('forgets-after-an-hour') && this.#nowMs() - order.openedAtMs > HOUR_MS) return 410;
    if (has('cancels-after-a-day') && this.#nowMs() - order.openedAtMs > DAY_MS) return 200;
    if (has('refuses-repeats') && order.paid) return 409;
    const isOther = !['success', 'cancel'].includes(notice.status);
    if (has('any-webhook-is-paid') || (isOther && has('anything-but-cancel-is-paid'))) this.ship(order);
    if (notice.status === 'success') return this.#takeSuccess(order, notice);
    const isLost = notice.status === 'cancel' || notice.status === 'failed';
    if (isLost && has('knows-orders-not-links')) Object.assign(order, { status: 'cancelled', paid: false });
    // Only the newest link says what becomes of an order that is not paid.
    if (isLost && !order.paid && order.payIds.at(-1) === notice.payId)
      order.status = notice.status === 'cancel' ? 'cancelled' : 'failed';
    return !isLost && has('crashes-on-unknown-status') ? 500 : 200;
  }

  /** The customer is back. @returns the page to go on with. */
  async takeReturn(payId: string, status: string): Promise<string> {
    const has = this.#has;
    const order = this.findByPayment(payId);
    if (!order) return '/cart';
    // Who cancelled is told by the webhook; anybody can open this address.
    if (status === 'cancel' && (order.paid ? has('cancels-paid-orders') : has('believes-cancel-redirect')))
      Object.assign(order, { status: 'cancelled', paid: false });
    if (status !== 'success') return '/cart';
    order.returns++;
    if (has('expects-the-webhook-first') && !order.paid) return '/error';
    const wasPaid = order.paid;
    const verdict = has('asks-nobody-on-return')
      ? 'unknown'
      : has('ships-on-redirect')
        ? 'paid'
        : await this.#check(order, payId);
    const isAgain = has('acts-at-both-ends') || (has('ships-at-every-return') && order.returns > 1);
    if (verdict === 'paid' && this.#isWanted(order)) this.ship(order, isAgain && wasPaid);
    if (has('return-reopens-orders')) Object.assign(order, { status: 'open', paid: false });
    return verdict === 'absent' ? '/cart' : `/order/confirmation?order=${order.id}`;
  }

  /** Asks SecPaid what became of everything: refunds, disputes, and payments that nobody told of. */
  async reconcile(): Promise<void> {
    const has = this.#has;
    if (has('has-no-reconciliation')) return;
    for (const order of this.#orders.values()) {
      for (const payId of order.payIds) {
        if (!order.paid && (await this.#check(order, payId)) === 'paid') this.ship(order);
        const entries = await this.#access.listPayIns(payId);
        if (!order.paid || 'message' in entries) continue;
        const refunds = entries.filter(({ is_refund }) => is_refund === 'true');
        if (!has('never-looks-for-refunds') && !has('asked-is-refunded'))
          order.refunded = refunds.reduce((sum, { amount }) => sum - Number(amount), 0);
        order.disputed =
          !has('does-not-see-disputes') && entries.some((entry) => isPayment(entry) && entry.is_dispute === 'true');
      }
    }
  }

  async #takeSuccess(order: ShopOrder, { payId, amount }: Notice): Promise<number> {
    const has = this.#has;
    const wasPaid = order.paid;
    if (wasPaid && !has('acts-twice') && !has('acts-at-both-ends')) return 200;
    const verdict = has('believes-webhooks') ? 'paid' : await this.#check(order, payId);
    if (has('looks-then-writes')) await setTimeout(400);
    if (verdict === 'paid') {
      const isAgain = has('acts-twice') || has('acts-at-both-ends') || (has('looks-then-writes') && !wasPaid);
      if (this.#isWanted(order) && !has('ships-in-the-browser')) this.ship(order, isAgain);
      if (has('books-the-amount-of-the-webhook')) order.amount = amount;
      return 200;
    }
    if (verdict === 'asked too often' && has('takes-429-for-unpaid')) {
      order.status = 'cancelled';
      return 503;
    }
    if (verdict !== 'unknown' && verdict !== 'asked too often') return 409;
    // Not acknowledged, so that it comes again.
    return has('acknowledges-what-it-cannot-check') ? 200 : 503;
  }

  /** False for an order that the shop has given up too early. */
  #isWanted({ status }: ShopOrder): boolean {
    return status !== 'cancelled' || !(this.#has('believes-cancel-redirect') || this.#has('takes-429-for-unpaid'));
  }

  /** Neither webhook nor redirect prove anything; this does. */
  async #check({ amountMinor }: ShopOrder, payId: string): Promise<Verdict> {
    const has = this.#has;
    const entries = await this.#access.listPayIns(payId);
    if ('message' in entries) return entries.status === 429 ? 'asked too often' : 'unknown';
    const payment = entries.find((entry) => isPayment(entry) && this.#isOfKnownType(entry));
    const isRight = payment && (Math.round(Number(payment.amount) * 100) === amountMinor || has('believes-the-note'));
    if (!isRight) return 'absent';
    if (payment.status === 'Success' || has('takes-pending-for-paid')) return 'paid';
    return payment.status === 'Pending' ? 'pending' : 'absent';
  }

  #isOfKnownType({ transaction_type }: PayIn): boolean {
    return transaction_type === 'Basic' || !this.#has('knows-basic-payments-only');
  }
}

/** Not money that left again. */
function isPayment({ transaction_type }: PayIn): boolean {
  return ['Basic', 'Split', 'Personal QR'].includes(transaction_type);
}
