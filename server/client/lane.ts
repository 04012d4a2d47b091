import { HarnessError } from '../domain/errors.js';
import { nearestName } from '../domain/nearest.js';
import type { LaneView } from '../http/control/lane-replies.js';
import type { CreatedView } from '../http/control/provider-replies.js';
import type { AccountView, PaymentSummary, PaymentView } from '../http/control/replies.js';
import { judgeNothingPending } from '../judge/judge-deliveries.js';
import type { Judgement } from '../judge/judgement.js';
import type { JsonObject, LogRecord, RecordHead, ResendFinished } from '../protocol/records.js';
import { createProviderClients, type ProviderClients } from '../providers/clients.js';
import { callProvider } from './call-provider.js';
import type { ControlClient } from './control-client.js';
import { type Craft, toResendBody } from './craft.js';
import { Customer } from './customer.js';
import { demand, ExpectPayment } from './expect-payment.js';
import { LaneClock } from './lane-clock.js';
import { LaneFaults } from './lane-faults.js';
import { LaneHolds } from './lane-holds.js';
import { type RecordQuery, readRecords } from './record-reader.js';
import { idOf, type PaymentReference, WaitFor } from './wait-for.js';

/** The control plane's limit for one wait, real ms. */
const MAX_IDLE_MS = 60_000;

/** An isolated stage for one test: one account at each provider with its own keys, and its own targets, faults, clock and view of the log. */
export class Lane {
  /** Moves its time. */
  readonly clock: LaneClock;
  /** Breaks what it sends, on purpose and within bounds. */
  readonly faults: LaneFaults;
  /** Keeps webhooks and redirects back. */
  readonly holds: LaneHolds;
  readonly waitFor: WaitFor;
  /** The providers' own APIs, called as an app calls them, with the keys of this lane. */
  readonly api: ProviderClients;
  readonly #stage: ControlClient;
  readonly #client: ControlClient;
  readonly #view: LaneView;
  #closing: Promise<void> | null = null;

  constructor(stage: ControlClient, view: LaneView) {
    this.#stage = stage;
    this.#view = view;
    this.#client = stage.inLane(view.name);
    this.clock = new LaneClock(this.#client);
    this.faults = new LaneFaults(this.#client);
    this.holds = new LaneHolds(this.#client);
    this.waitFor = new WaitFor(this.#client);
    this.api = createProviderClients((provider) => {
      const { baseUrl, keys } = this.#provider(provider);
      return { keys, send: (request) => callProvider(baseUrl, request) };
    });
  }

  get name(): string {
    return this.#view.name;
  }

  /** What its ids are drawn from; null: from chance. */
  get seed(): string | null {
    return this.#view.seed;
  }

  /** With a seed and a clock that stands: the same answers of the app give the same records again, byte by byte. */
  get isRepeatable(): boolean {
    return this.#view.isRepeatable;
  }

  /** Base URLs, keys and secrets that an app needs, as environment variables. */
  get env(): Readonly<Record<string, string>> {
    return this.#view.env;
  }

  /** What a text may refer to: its name, seed and addresses, and each provider's base URL. */
  get facts(): JsonObject {
    const { name, seed, api, page, env, providers } = this.#view;
    const places = Object.fromEntries(providers.map((provider) => [provider.name, { baseUrl: provider.baseUrl }]));
    return { name, seed, api, page, env, ...places };
  }

  /** Calls of the control plane below this lane that have no method here. */
  get control(): ControlClient {
    return this.#client;
  }

  /** Without trailing slash. @throws HarnessError `unknown_provider`. */
  baseUrl(provider: string): string {
    return this.#provider(provider).baseUrl;
  }

  /** Secrets included. @throws HarnessError `unknown_provider`. */
  keys(provider: string): Readonly<Record<string, string>> {
    return this.#provider(provider).keys;
  }

  /** Changes URLs and switches of the lane's account. @throws HarnessError `invalid_setting`. */
  async configure(provider: string, settings: JsonObject): Promise<JsonObject> {
    const { name } = this.#provider(provider);
    return (await this.#client.patch<AccountView>(`/accounts/${encodeURIComponent(name)}`, settings)).settings;
  }

  /**
   * Gives the lane's account these keys, one after the other, at once: the old ones stop working.
   * @returns the values they had, to be set again.
   * @throws HarnessError `unknown_key`, `invalid_key`, `key_in_use`.
   */
  async setKeys(provider: string, keys: Readonly<Record<string, string>>): Promise<Record<string, string>> {
    const { name } = this.#provider(provider);
    const { providers } = await this.#reveal();
    const before = providers.find((one) => one.name === name)?.keys ?? {};
    try {
      for (const [key, value] of Object.entries(keys)) {
        await this.#client.post(`/accounts/${encodeURIComponent(name)}/keys/${encodeURIComponent(key)}/rotate`, { value });
      }
    } finally {
      await this.refreshKeys();
    }
    return Object.fromEntries(Object.keys(keys).map((key) => [key, before[key] ?? '']));
  }

  /** Asks for the keys of now: somebody else may have replaced them. */
  async refreshKeys(): Promise<void> {
    this.#takeKeys(await this.#reveal());
  }

  /** Creates a payment through the provider's own call, from the fields of its form. @throws HarnessError `not_created` with what the provider answered. */
  async create(provider: string, fields: JsonObject = {}): Promise<PaymentView> {
    const created = await this.#client.post<CreatedView>(`/accounts/${encodeURIComponent(provider)}/payments`, fields);
    if (created.paymentId === null) {
      throw new HarnessError('not_created', `The provider answered ${created.status}: ${created.body.slice(0, 500)}`, {
        hint: `GET /_paystage/api/providers describes the fields under creation.schema.`,
      });
    }
    return this.payment(created.paymentId);
  }

  /** @throws HarnessError `unknown_payment` (404). */
  payment(payment: PaymentReference): Promise<PaymentView> {
    return this.#client.get(`/payments/${encodeURIComponent(idOf(payment))}`);
  }

  /** Newest first, at most 1,000. */
  async payments(): Promise<PaymentSummary[]> {
    return (await this.#client.get<{ payments: PaymentSummary[] }>('/payments?limit=1000')).payments;
  }

  /** Oldest first. */
  records(query: RecordQuery = {}): Promise<LogRecord[]> {
    return readRecords(this.#client, query);
  }

  /**
   * Sends a delivery once more, bent as `craft` says, and waits for the answer. It does not count: the delivery stays as it was, held or not.
   * @throws HarnessError `unknown_delivery`, `nothing_to_keep`, `empty_body`, `body_too_large`.
   */
  send(deliveryId: string, craft: Craft = {}): Promise<RecordHead & ResendFinished> {
    return this.#client.post(`/deliveries/${encodeURIComponent(deliveryId)}/resend`, toResendBody(craft));
  }

  customer(payment: PaymentReference): Customer {
    return new Customer(this.#client, idOf(payment));
  }

  /** Plays the provider's staff or the bank. @throws HarnessError `invalid_action`, `action_not_possible`. */
  async staff(payment: PaymentReference, action: JsonObject): Promise<PaymentView> {
    const path = `/payments/${encodeURIComponent(idOf(payment))}/staff`;
    return (await this.#client.post<{ payment: PaymentView }>(path, action)).payment;
  }

  /** What has to be true of a payment now; `waitFor` gives it time first. */
  expect(payment: PaymentReference): ExpectPayment {
    return new ExpectPayment(this.#client, idOf(payment));
  }

  /** No delivery of the lane waits for an attempt or a release. @throws ExpectationError. */
  async expectNothingPending(): Promise<Judgement> {
    return demand(judgeNothingPending(await this.records()));
  }

  /** Waits until nothing is under way in the lane. `isIdle` is false when `withinMs` were not enough. */
  async idle(withinMs = 10_000): Promise<{ isIdle: boolean }> {
    for (let leftMs = Math.ceil(withinMs); ; leftMs -= MAX_IDLE_MS) {
      const { isIdle } = await this.#client.post<{ isIdle: boolean }>('/idle', { waitMs: Math.min(leftMs, MAX_IDLE_MS) });
      if (isIdle || leftMs <= MAX_IDLE_MS) return { isIdle };
    }
  }

  /** Disposes of the lane: its keys stop working, nothing more is sent. Calling it again waits for the same end. */
  close(): Promise<void> {
    this.#closing ??= this.#dispose();
    return this.#closing;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #dispose(): Promise<void> {
    if (this.name === 'default') return;
    try {
      await this.#stage.delete(`/lanes/${encodeURIComponent(this.name)}`);
    } catch (error) {
      // Disposed by somebody else, or with its stage: that is what was wanted.
      const isGone = error instanceof HarnessError && (error.code === 'unknown_lane' || error.code === 'no_stage');
      if (!isGone) throw error;
    }
  }

  #reveal(): Promise<LaneView> {
    return this.#stage.post(`/lanes/${encodeURIComponent(this.name)}/reveal`);
  }

  /** In place, because the clients of the providers' APIs hold the same objects. */
  #takeKeys({ env, providers }: LaneView): void {
    Object.assign(this.#view.env, env);
    for (const { name, keys } of providers) Object.assign(this.#provider(name).keys, keys);
  }

  #provider(name: string): LaneView['providers'][number] {
    const found = this.#view.providers.find((provider) => provider.name === name);
    if (found) return found;
    const known = this.#view.providers.map((provider) => provider.name);
    const near = nearestName(name, known);
    throw new HarnessError('unknown_provider', `There is no provider "${name}".`, {
      hint: near ? `Did you mean "${near}"?` : `There are ${known.join(' and ')}.`,
    });
  }
}
