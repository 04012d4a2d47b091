import type { HoldsView } from '../http/control/hold-replies.js';
import type { ControlClient } from './control-client.js';
import { idOf, type PaymentReference } from './wait-for.js';

export interface HoldOptions {
  /** How many; null for every one until the hold is cleared. Default 1. */
  count?: number | null;
  /** Only of this payment; left out: of any in the lane. */
  payment?: PaymentReference;
}

type Held = HoldsView['held'][number];

/** Keeps webhooks and redirects back, so that they reach the app in the order that the test wants. */
export class LaneHolds {
  readonly #client: ControlClient;

  constructor(client: ControlClient) {
    this.#client = client;
  }

  /** The next first attempts of deliveries wait until they are released. */
  webhook(options: HoldOptions = {}): Promise<HoldsView> {
    return this.#set('delivery', options);
  }

  /** The answer that sends the browser back to the app waits until it is released. */
  redirect(options: HoldOptions = {}): Promise<HoldsView> {
    return this.#set('redirect', options);
  }

  list(): Promise<HoldsView> {
    return this.#client.get('/holds');
  }

  /** Ends every hold; what is held stays held until it is released. */
  clear(): Promise<HoldsView> {
    return this.#client.post('/holds/clear');
  }

  /** Lets what is held go, oldest first: all of it, or the webhooks, or the redirects. */
  async release(what: 'all' | 'webhook' | 'redirect' = 'all'): Promise<void> {
    if (what === 'all') {
      await this.#client.post('/held/release');
      return;
    }
    const target: Held['target'] = what === 'webhook' ? 'delivery' : 'redirect';
    const { held } = await this.list();
    for (const { id } of held.filter((one) => one.target === target))
      await this.#client.post(`/held/${encodeURIComponent(id)}/release`);
  }

  #set(target: Held['target'], { count = 1, payment }: HoldOptions): Promise<HoldsView> {
    return this.#client.post('/holds', { target, count, ...(payment === undefined ? {} : { paymentId: idOf(payment) }) });
  }
}
