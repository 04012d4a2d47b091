import { setTimeout } from 'node:timers/promises';
import type { Has } from './securepayapi-bugs.js';
import type { ShopOrder, ShopOrders } from './securepayapi-orders.js';

/** Real ms that the shop gives SecurePayAPI for an answer. */
const API_LIMIT_MS = 2_000;

export interface Answer {
  status: number;
  value?: object;
}

/** Where the shop finds SecurePayAPI, and the key of its account there. */
export interface ProviderAccess {
  /** Without trailing slash. */
  url: string;
  secretKey: string;
}

/** Opens orders, and an intent for each. */
export class Checkout {
  readonly #provider: ProviderAccess;
  readonly #orders: ShopOrders;
  readonly #has: Has;
  #isGivenUp = false;

  constructor(provider: ProviderAccess, orders: ShopOrders, has: Has) {
    this.#provider = provider;
    this.#orders = orders;
    this.#has = has;
  }

  async buy(amountMinor: number): Promise<Answer> {
    const order = this.#orders.open(amountMinor);
    const { id: orderId } = order;
    const reply = this.#isGivenUp ? null : await this.#createPatiently(order);
    if (reply?.ok) {
      order.intentId = ((await reply.json()) as { id: string }).id;
      return { status: 201, value: { orderId, intentId: order.intentId } };
    }
    this.#isGivenUp = this.#has('never-asks-again');
    if (this.#has('sells-without-intent')) return { status: 201, value: { orderId } };
    const isOurFault = reply !== null && reply.status === 400;
    return { status: isOurFault ? 422 : 503, value: { error: 'this cannot be paid now' } };
  }

  /** Asks once more when it is told to wait, or when the connection broke; null: there is no answer. */
  async #createPatiently(order: ShopOrder): Promise<Response | null> {
    const first = await this.#create(order);
    if (first === 'late') return null;
    if (first === 'broken') return toReply(await this.#create(order));
    if (first.status !== 429 || this.#has('gives-up-at-429')) return first;
    await setTimeout(Number(first.headers.get('retry-after') ?? 1) * 1_000);
    return toReply(await this.#create(order));
  }

  async #create({ amountMinor, id }: ShopOrder): Promise<Response | 'late' | 'broken'> {
    const { url, secretKey } = this.#provider;
    try {
      return await fetch(`${url}/api/v1/payment-intents`, {
        method: 'POST',
        headers: { authorization: `Bearer ${secretKey}`, 'content-type': 'application/json' },
        body: JSON.stringify({ amount: amountMinor, currency: 'USD', externalid: id }),
        ...(this.#has('waits-for-ever') ? {} : { signal: AbortSignal.timeout(API_LIMIT_MS) }),
      });
    } catch (error) {
      return error instanceof Error && error.name === 'TimeoutError' ? 'late' : 'broken';
    }
  }
}

function toReply(reply: Response | 'late' | 'broken'): Response | null {
  return typeof reply === 'string' ? null : reply;
}
