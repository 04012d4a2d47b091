import { setMaxListeners } from 'node:events';
import { HarnessError } from '../domain/errors.js';
import { DEFAULT_LANE } from '../domain/lane.js';
import type { Delivery, Payment } from '../domain/payment.js';
import type { State } from '../domain/state.js';
import type { EventLog } from '../log/event-log.js';
import { createPaymentRedactors } from '../log/payment-redactors.js';
import { createRedactor, type Redactor } from '../log/redact.js';
import type { LogRecord } from '../protocol/records.js';
import type {
  ActionOffer,
  AttemptExplanation,
  CalledRoute,
  IdSource,
  PaymentActions,
  Provider,
  RouteOutcome,
  RouteRequest,
  View,
} from '../providers/provider.js';
import type { Transport } from '../transport/transport.js';
import { AccountChanges } from './account-changes.js';
import type { AccountOverride } from './accounts/account-override.js';
import type { Accounts } from './accounts/accounts.js';
import { CallWindows } from './accounts/call-windows.js';
import { findBinStatus } from './bins/bin-acknowledgement.js';
import { Bins } from './bins/bins.js';
import { CheckRuns } from './check-runs.js';
import { VirtualCustomer } from './customer/virtual-customer.js';
import type { Applied } from './decisions.js';
import { Deliveries } from './delivery/deliveries.js';
import type { DeliveryJobParts } from './delivery/delivery-job.js';
import { explainRecord } from './delivery/explain.js';
import { maskReplies } from './delivery/masked-transport.js';
import { Faults } from './faults/faults.js';
import { findPayment } from './find-payment.js';
import { Holds } from './holds/holds.js';
import { Activity } from './lanes/activity.js';
import type { Lane } from './lanes/lane.js';
import { LaneLife } from './lanes/lane-life.js';
import { type LaneOptions, Lanes } from './lanes/lanes.js';
import { PaymentTimers } from './payment-timers.js';
import { type ControlSource, ProviderDesk } from './provider-desk.js';
import { SendBack } from './redirect/send-back.js';
import { type Resend, resendDelivery } from './resend/resend.js';
import type { AdjustableClock } from './time/clock.js';
import { createView } from './view.js';

export interface EngineParts {
  providers: ReadonlyMap<string, Provider>;
  log: EventLog;
  state: State;
  accounts: Accounts;
  transport: Transport;
  /** Of the default lane. */
  clock: AdjustableClock;
  ids: IdSource;
  providerUrl(provider: string): string;
  /** Base URL at which the harness itself reaches a provider's pages. */
  pagesUrl(provider: string): string;
  secrets: {
    get(paymentId: string, name: string): string | undefined;
    /** Values of all of them. */
    of(paymentId: string): readonly string[];
    put(paymentId: string, secrets: Record<string, string>): Promise<void>;
  };
  formKey: string;
}

/** What an action did, for the one who asked for it. */
export interface ActionResult {
  payment: Payment;
  redirect: string | null;
}

/** The shell that acts: asks a provider what happens next, writes it down, and sees to it that it happens. */
export class Engine {
  readonly accounts: Accounts;
  /** Changes accounts, and says so. */
  readonly accountChanges: AccountChanges;
  /** What is under way in every lane. */
  readonly activity = new Activity();
  readonly bins = new Bins(
    (name) => this.lanes.find(name) !== undefined,
    (name) => findBinStatus(name, this.providers, (provider) => this.accounts.inLane(provider, this.bins.laneOf(name))),
  );
  readonly checkRuns: CheckRuns;
  /** Of the default lane. */
  readonly clock: AdjustableClock;
  /** Goes through the checkout as a customer's browser does. */
  readonly customer: VirtualCustomer;
  /** What goes wrong on purpose. */
  readonly faults: Faults;
  readonly holds: Holds;
  readonly lanes: Lanes;
  readonly log: EventLog;
  readonly providers: ReadonlyMap<string, Provider>;
  /** What hides the secrets that may stand in something about a payment; without one, those of everybody. */
  readonly redactorOf: (paymentId: string | null | undefined) => Redactor;
  readonly sendBack: SendBack;
  readonly state: State;
  readonly #deliveries: Deliveries;
  readonly #desk: ProviderDesk;
  readonly #jobs: DeliveryJobParts;
  readonly #parts: EngineParts;
  readonly #timers: PaymentTimers;
  readonly #life: LaneLife;
  readonly #stopping = new AbortController();

  constructor(parts: EngineParts) {
    // As many listeners as calls and visits that wait at a time, which is no leak.
    setMaxListeners(0, this.#stopping.signal);
    this.#parts = parts;
    this.accounts = parts.accounts;
    this.clock = parts.clock;
    this.log = parts.log;
    this.providers = parts.providers;
    this.state = parts.state;
    const { log, state, transport, clock, accounts, ids } = parts;
    const lanes = new Lanes({ log, activity: this.activity, clock, ids });
    this.lanes = lanes;
    const clockOf = (lane: string) => this.clockOf(lane);
    const nowMs = (lane: string) => this.nowMs(lane);
    const shared = { log, state, transport, lanes };
    this.redactorOf = createPaymentRedactors(
      createRedactor(() => accounts.secretValues()),
      parts.secrets.of,
    );
    const kept = { ...shared, transport: maskReplies(transport, this.redactorOf) };
    this.accountChanges = new AccountChanges({ accounts, providers: parts.providers, log, state, lanes });
    this.checkRuns = new CheckRuns({ ...shared, accounts, accountChanges: this.accountChanges });
    this.#jobs = {
      state,
      providerOf: (payment) => this.providerOf(payment),
      accountOf: (payment) => accounts.get(payment.accountId) ?? accounts.inLane(payment.provider, payment.lane),
    };
    const sendReleased = (deliveryId: string) => this.#deliveries.sendReleased(deliveryId);
    this.holds = new Holds({ log, state, nowMs, sendReleased });
    this.faults = new Faults({
      ...shared,
      ...this.#jobs,
      accounts,
      providers: parts.providers,
      clockOf,
      viewOf: (provider) => this.viewOf(provider),
      send: (deliveryId) => this.#deliveries.sendReleased(deliveryId),
      whenFirstAttempted: (eventIds) => this.#deliveries.whenFirstAttempted(eventIds),
      whenVisited: (paymentId) => this.customer.whenBrowsed(paymentId),
    });
    this.#deliveries = new Deliveries({ ...kept, ...this.#jobs, holds: this.holds, faults: this.faults });
    this.#timers = new PaymentTimers({ log, state, clockOf, onDue: (paymentId, timer) => this.#runTimer(paymentId, timer) });
    const windows = new CallWindows(nowMs);
    const idsOf = (lane: string) => lanes.of(lane).ids;
    const numbersOf = (lane: string) => lanes.of(lane).numbers;
    this.customer = new VirtualCustomer({
      ...shared,
      providerOf: (payment) => this.providerOf(payment),
      viewOf: (provider) => this.viewOf(provider),
      pagesUrl: parts.pagesUrl,
      redactorOf: this.redactorOf,
      stopping: this.#stopping.signal,
    });
    const views = new Map<string, View>();
    for (const provider of parts.providers.values()) {
      const { providerUrl, formKey } = parts;
      views.set(
        provider.name,
        createView(provider, {
          state,
          accounts,
          idsOf,
          numbersOf,
          clockOf,
          providerUrl,
          secretOf: parts.secrets.get,
          formKey,
          windows,
        }),
      );
    }
    const made = { ...kept, accounts, deliveries: this.#deliveries, timers: this.#timers };
    this.#desk = new ProviderDesk({ ...made, views, redirects: this.faults.redirects, putSecrets: parts.secrets.put });
    const { redirects } = this.faults;
    this.sendBack = new SendBack({ ...kept, holds: this.holds, faults: redirects, stopping: this.stopping });
    this.#life = new LaneLife({ ...made, bins: this.bins, windows, holds: this.holds, faults: this.faults });
  }

  /** Takes up what an earlier run left open: deliveries and timers. Lanes end with their process. Call it once the address is known. */
  resume(): void {
    this.#life.endLeftovers(this.nowMs());
    this.checkRuns.endLeftovers();
    this.accountChanges.tellLeftovers();
    this.faults.resume();
    this.#deliveries.resume();
    this.#timers.resume();
  }

  /** Aborted when the harness stops: nobody should wait for what comes next any more. */
  get stopping(): AbortSignal {
    return this.#stopping.signal;
  }

  stop(): void {
    this.#stopping.abort();
    this.holds.stop();
    this.faults.stop();
    this.#deliveries.stop();
    this.#timers.stop();
  }

  /** Writes down that what still runs after `stop` gets no answer any more. */
  interrupt(): void {
    this.#deliveries.interrupt();
  }

  /** The clock of a lane; the default one for a lane that is no more. */
  clockOf(lane: string): AdjustableClock {
    return this.lanes.of(lane).clock;
  }

  /** Lane time, epoch ms. */
  nowMs(lane: string = DEFAULT_LANE): number {
    return this.clockOf(lane).nowMs();
  }

  /** Lane time of the next attempt that is due, epoch ms; null when none is scheduled. */
  nextAttemptAtMs(lane: string): number | null {
    return this.#deliveries.nextAttemptAtMs(lane);
  }

  /**
   * Opens a lane: accounts with keys of their own at every provider, time and ids of its own.
   * @throws HarnessError as `Lanes.prepare` and `Accounts.openLane`; `storage_full` (507).
   */
  async openLane(options: LaneOptions, accounts: Readonly<Record<string, AccountOverride>> = {}): Promise<Lane> {
    const lane = this.#life.open(options, accounts);
    await this.whenDurable();
    return lane;
  }

  /**
   * Ends a lane at once: its keys stop working, nothing of it is sent any more, whoever waits in it is answered.
   * @throws HarnessError `unknown_lane` (404), `lane_is_default` (409), `storage_full` (507).
   */
  async disposeLane(name: string): Promise<void> {
    this.#life.dispose(name);
    await this.whenDurable();
  }

  /** @throws HarnessError `unknown_payment` (404). */
  payment(id: string): Payment {
    return findPayment(this.state, id);
  }

  providerOf(payment: Payment): Provider {
    const provider = this.providers.get(payment.provider);
    if (!provider) throw new Error(`Payment ${payment.id} belongs to ${payment.provider}, which is not registered`);
    return provider;
  }

  /** Lets a provider answer a request. What it decided stands in the log when this returns; it is on disk once `whenDurable` resolves. */
  handleRoute(provider: Provider, route: CalledRoute, request: RouteRequest): { outcome: RouteOutcome; applied: Applied } {
    return this.#desk.handleRoute(provider, route, request);
  }

  /** Waits until every record written so far would survive a crash; `Applied.secretWrites` is beside it. @throws HarnessError `storage_full` (507). */
  async whenDurable(): Promise<void> {
    await this.log.durable(this.log.newestSeq);
  }

  whenFirstAttempted(eventIds: readonly string[]): Promise<void> {
    return this.#deliveries.whenFirstAttempted(eventIds);
  }

  /**
   * Plays the customer at the checkout; `source` is written down with it.
   * @throws HarnessError for an unknown payment, a malformed action, or one that is not possible now.
   */
  actAsCustomer(paymentId: string, action: unknown, source: ControlSource = 'control'): Promise<ActionResult> {
    const payment = this.payment(paymentId);
    return this.#act(payment, this.providerOf(payment).customerActions, action, source);
  }

  /** Plays the provider's staff or the bank. @throws HarnessError as `actAsCustomer`. */
  actAsStaff(paymentId: string, action: unknown, source: ControlSource = 'control'): Promise<ActionResult> {
    const payment = this.payment(paymentId);
    const provider = this.providerOf(payment);
    if (!provider.staffActions)
      throw new HarnessError('unknown_action', `${provider.title} has no staff actions.`, { status: 404 });
    return this.#act(payment, provider.staffActions, action, source);
  }

  /** Sends nothing more of a payment by itself, as `Deliveries.drop`. @returns how many deliveries that were. @throws HarnessError `storage_full`. */
  dropDeliveries(payment: Payment, which: { isTriedToo: boolean }): number {
    return this.#deliveries.drop(payment, which);
  }

  async redeliver(deliveryId: string): Promise<Delivery> {
    return this.#deliveries.redeliver(deliveryId);
  }

  /** Sends an edited delivery once; the delivery stays as it was. @throws HarnessError as `resendDelivery`. */
  resend(deliveryId: string, asked: Resend) {
    const { log, transport, accounts, secrets } = this.#parts;
    const secretsOf = (paymentId: string) => [...accounts.secretValues(), ...secrets.of(paymentId)];
    return resendDelivery(deliveryId, asked, { ...this.#jobs, log, transport, lanes: this.lanes, secretsOf });
  }

  /** @throws HarnessError `nothing_to_explain`, `unknown_payment` (404). */
  explain(record: LogRecord): AttemptExplanation {
    return explainRecord(record, this.#jobs);
  }

  /** What can be done with a payment, each with the reason when it cannot be done now. @throws HarnessError `unknown_payment` (404). */
  offerActions(paymentId: string): readonly ActionOffer[] {
    const payment = this.payment(paymentId);
    const provider = this.providerOf(payment);
    return provider.offerActions(payment, this.viewOf(provider));
  }

  /**
   * Forgets every payment of the lane and goes back to real time, where it has that. Accounts, keys and settings stay.
   * @throws HarnessError `unknown_lane` (404), `storage_full` (507).
   */
  async reset(lane: string): Promise<void> {
    this.#life.reset(lane);
    await this.whenDurable();
  }

  async #act(payment: Payment, actions: PaymentActions, action: unknown, source: ControlSource): Promise<ActionResult> {
    const applied = this.#desk.act(this.providerOf(payment), payment, actions, action, source);
    await this.whenDurable();
    const { redirect } = applied;
    // Time has passed: another object may stand for the payment by now.
    if (!redirect) return { payment: this.state.payments.get(payment.id) ?? payment, redirect };
    const { isAnswered } = await this.sendBack.pass(redirect, this.lanes.of(payment.lane), null);
    await this.whenDurable();
    return { payment: this.state.payments.get(payment.id) ?? payment, redirect: isAnswered ? redirect.location : null };
  }

  /** What a provider reads while it decides. */
  viewOf(provider: Provider): View {
    return this.#desk.viewOf(provider);
  }

  #runTimer(paymentId: string, timer: string): void {
    const payment = this.state.payments.get(paymentId);
    if (!payment) return;
    this.#desk.runTimer(this.providerOf(payment), payment, timer);
  }
}
