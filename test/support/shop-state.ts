import { randomBytes } from 'node:crypto';
import { createWaitList } from './wait-list.js';

export type ShopProvider = 'secpaid' | 'securepayapi';

/**
 * What came of one message. Three of them changed nothing: `repeated` was seen before, `late` was overtaken by a later status, and
 * `refused` was not believed.
 */
export type OrderEventResult = 'fulfilled' | 'noted' | 'repeated' | 'late' | 'refused';

export interface OrderEvent {
  source: 'webhook' | 'callback';
  /** The provider's word. */
  status: string;
  result: OrderEventResult;
  /** Why it was refused. */
  reason?: string;
}

export interface Order {
  id: string;
  provider: ShopProvider;
  amountMinor: number;
  currency: string;
  /** The provider's id, once its API has answered. */
  paymentId?: string;
  /** `open`, `paid`, or the provider's word for what came last. Paid is final. */
  status: string;
  /** How often goods went out. Anything above 1 is a bug of the shop. */
  fulfilledCount: number;
  events: OrderEvent[];
}

/** What `GET /orders/:id` answers. */
export interface OrderView {
  id: string;
  paid: boolean;
  count: number;
  status: string;
  events: OrderEvent[];
}

export interface ShopState {
  open(provider: ShopProvider, amountMinor: number, currency: string): Order;
  attachPayment(order: Order, paymentId: string): void;
  find(id: string): Order | undefined;
  findByPayment(paymentId: string): Order | undefined;
  all(): Order[];
  /** Sends the goods unless they went out already. */
  fulfil(order: Order, event: Omit<OrderEvent, 'result'>): void;
  /** Writes down a message that moves no goods. The order's status follows it until the order is paid. */
  note(order: Order, event: Omit<OrderEvent, 'result'>, result?: Exclude<OrderEventResult, 'fulfilled'>): void;
  /** False when `key`, the receiver's own name for an event, was asked about before for this order. */
  isFirstSight(order: Order, key: string): boolean;
  /** True when no step as far as `rank` was taken yet on the order's way `key`, such as one attempt at paying. */
  isStepForward(order: Order, key: string, rank: number): boolean;
  view(order: Order): OrderView;
  /** The order as soon as the predicate holds; looks again after every change. */
  waitForOrder(id: string, predicate: (order: Order) => boolean, timeoutMs?: number): Promise<Order>;
}

/** Orders of one shop, in memory. */
export function createShopState(): ShopState {
  const orders = new Map<string, Order>();
  const seen = new Set<string>();
  const reached = new Map<string, number>();
  const waitList = createWaitList();

  return {
    open(provider, amountMinor, currency) {
      const id = `ord-${randomBytes(6).toString('hex')}`;
      const order: Order = { id, provider, amountMinor, currency, status: 'open', fulfilledCount: 0, events: [] };
      orders.set(id, order);
      return order;
    },
    attachPayment(order, paymentId) {
      order.paymentId = paymentId;
      waitList.recheck();
    },
    find: (id) => orders.get(id),
    findByPayment: (paymentId) => [...orders.values()].find((order) => order.paymentId === paymentId),
    all: () => [...orders.values()],
    fulfil(order, event) {
      const isFirst = order.status !== 'paid';
      if (isFirst) order.fulfilledCount += 1;
      order.status = 'paid';
      order.events.push({ ...event, result: isFirst ? 'fulfilled' : 'repeated' });
      waitList.recheck();
    },
    note(order, event, result = 'noted') {
      if (result === 'noted' && order.status !== 'paid') order.status = event.status;
      order.events.push({ ...event, result });
      waitList.recheck();
    },
    isFirstSight(order, key) {
      const name = `${order.id} ${key}`;
      if (seen.has(name)) return false;
      seen.add(name);
      return true;
    },
    isStepForward(order, key, rank) {
      const name = `${order.id} ${key}`;
      if (rank <= (reached.get(name) ?? -1)) return false;
      reached.set(name, rank);
      return true;
    },
    view: ({ id, status, fulfilledCount, events }) => ({
      id,
      paid: status === 'paid',
      count: fulfilledCount,
      status,
      events: [...events],
    }),
    waitForOrder: (id, predicate, timeoutMs) =>
      waitList.until(
        () => {
          const order = orders.get(id);
          return order && predicate(order) ? order : undefined;
        },
        () => `order ${id} is ${JSON.stringify(orders.get(id) ?? 'unknown')}`,
        timeoutMs,
      ),
  };
}
