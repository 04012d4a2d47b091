import type { VisitReply } from '../http/control/visit-replies.js';
import type { JsonObject } from '../protocol/records.js';
import type { ControlClient } from './control-client.js';

export interface VisitOptions {
  /** True: the customer closes the tab instead of following the redirect into the app. */
  closeTab?: boolean;
}

export interface OpenOptions {
  /** Of a `url`: true: as another browser, without the cookies of this payment's customer. */
  freshCookies?: boolean;
  /** Of the checkout page: true: the customer closes the tab where it would lead on into the app. */
  closeTab?: boolean;
}

/** The virtual customer of one payment: opens the checkout page as a browser does, with cookies, and follows the redirect into the app. */
export class Customer {
  readonly #client: ControlClient;
  readonly #paymentId: string;

  constructor(client: ControlClient, paymentId: string) {
    this.#client = client;
    this.#paymentId = paymentId;
  }

  /**
   * Opens the checkout page and does nothing there; or opens `url`, an address of the app that somebody typed or forged, and follows it.
   * @throws HarnessError `blocked_target` for an address that may not be called.
   */
  open(url?: string, { freshCookies, closeTab }: OpenOptions = {}): Promise<VisitReply> {
    const how = { ...(freshCookies === undefined ? {} : { freshCookies }), ...(closeTab === undefined ? {} : { closeTab }) };
    return this.#post(url === undefined ? { action: null, ...how } : { url, ...how });
  }

  /** @param details such as `{ card: 'challenge' }` or `{ method: 'bank-transfer' }`, as the provider knows them. */
  pay(details: JsonObject = {}, options: VisitOptions = {}): Promise<VisitReply> {
    return this.do({ action: 'pay', ...details }, options);
  }

  cancel(options: VisitOptions = {}): Promise<VisitReply> {
    return this.do({ action: 'cancel' }, options);
  }

  challenge(result: 'pass' | 'fail' | 'abandon', options: VisitOptions = {}): Promise<VisitReply> {
    return this.do({ action: 'challenge', result }, options);
  }

  /** Any action of the provider's customers. @throws HarnessError `invalid_action`, `action_not_possible`. */
  do(action: JsonObject, options: VisitOptions = {}): Promise<VisitReply> {
    return this.#visit(action, options);
  }

  #visit(action: JsonObject | null, { closeTab = false }: VisitOptions): Promise<VisitReply> {
    return this.#post({ action, closeTab });
  }

  #post(asked: object): Promise<VisitReply> {
    return this.#client.post(`/payments/${encodeURIComponent(this.#paymentId)}/visits`, asked);
  }
}
