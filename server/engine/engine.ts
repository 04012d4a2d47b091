import { HarnessError } from '../domain/errors.js';
import type { Delivery, Payment } from '../domain/payment.js';
import { toSentence } from '../domain/sentence.js';
import type { State } from '../domain/state.js';
import type { EventLog } from '../log/event-log.js';
import type { LogRecord } from '../protocol/records.js';
import type {
  ActionOffer,
  AttemptExplanation,
  Change,
  IdSource,
  PaymentActions,
  Provider,
  ProviderRoute,
  RouteOutcome,
  RouteRequest,
  View,
} from '../providers/provider.js';
import type { Transport } from '../transport/transport.js';
import type { Accounts } from './accounts.js';
import { Activity } from './activity.js';
import { Bins } from './bins.js';
import { CallWindows } from './call-windows.js';
import { callInBackground } from './callbacks.js';
import type { AdjustableClock } from './clock.js';
import { type Applied, applyChanges } from './decisions.js';
import { Deliveries } from './deliveries.js';
import type { DeliveryJobParts } from './delivery-job.js';
import { explainRecord } from './explain.js';
import { findPayment } from './find-payment.js';
import { Holds } from './holds.js';
import { PaymentTimers } from './payment-timers.js';
import { type Resend, resendDelivery } from './resend.js';
import { createView } from './view.js';

export interface EngineParts {
  providers: ReadonlyMap<string, Provider>;
  log: EventLog;
  state: State;
  accounts: Accounts;
  transport: Transport;
  clock: AdjustableClock;
  ids: IdSource;
  providerUrl(provider: string): string;
  secrets: {
    get(paymentId: string, name: string): string | undefined;
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
  readonly activity = new Activity();
  readonly bins = new Bins();
  readonly clock: AdjustableClock;
  readonly holds: Holds;
  readonly log: EventLog;
  readonly providers: ReadonlyMap<string, Provider>;
  readonly state: State;
  readonly #deliveries: Deliveries;
  readonly #jobs: DeliveryJobParts;
  readonly #parts: EngineParts;
  readonly #timers: PaymentTimers;
  readonly #views = new Map<string, View>();
  /** Everything that has to be on disk beside the log before a reply may leave. */
  #secretWrites: Promise<unknown> = Promise.resolve();

  constructor(parts: EngineParts) {
    this.#parts = parts;
    this.accounts = parts.accounts;
    this.clock = parts.clock;
    this.log = parts.log;
    this.providers = parts.providers;
    this.state = parts.state;
    const { log, state, transport, clock, accounts } = parts;
    const clockOf = (_lane: string) => clock;
    const shared = { log, state, transport, activity: this.activity, clockOf };
    this.#jobs = {
      state,
      providerOf: (payment) => this.providerOf(payment),
      accountOf: (payment) => accounts.get(payment.accountId) ?? accounts.inLane(payment.provider, payment.lane),
    };
    const sendReleased = (deliveryId: string) => this.#deliveries.sendReleased(deliveryId);
    this.holds = new Holds({ log, state, nowMs: (lane) => clockOf(lane).nowMs(), sendReleased });
    this.#deliveries = new Deliveries({ ...shared, ...this.#jobs, holds: this.holds });
    this.#timers = new PaymentTimers({ ...shared, onDue: (paymentId, timer) => this.#runTimer(paymentId, timer) });
    const windows = new CallWindows(() => clock.nowMs());
    for (const provider of parts.providers.values()) {
      const { ids, providerUrl, formKey } = parts;
      this.#views.set(
        provider.name,
        createView(provider, { state, accounts, ids, clockOf, providerUrl, secretOf: parts.secrets.get, formKey, windows }),
      );
    }
  }

  /** Takes up what an earlier run left open: deliveries and timers. Call it once the address of the harness is known. */
  resume(): void {
    this.#deliveries.resume();
    this.#timers.resume();
  }

  stop(): void {
    this.holds.stop();
    this.#deliveries.stop();
    this.#timers.stop();
  }

  nowMs(): number {
    return this.clock.nowMs();
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
  handleRoute(provider: Provider, route: ProviderRoute, request: RouteRequest): { outcome: RouteOutcome; applied: Applied } {
    const outcome = route.handle(request, this.#view(provider));
    return { outcome, applied: this.#apply(provider, outcome.changes ?? []) };
  }

  /** Waits until everything decided so far would survive a crash. @throws HarnessError `storage_full` (507). */
  async whenDurable(): Promise<void> {
    await Promise.all([this.#secretWrites, this.log.durable(this.log.newestSeq)]);
  }

  whenFirstAttempted(eventIds: readonly string[]): Promise<void> {
    return this.#deliveries.whenFirstAttempted(eventIds);
  }

  /** Plays the customer at the checkout. @throws HarnessError for an unknown payment, a malformed action, or one that is not possible now. */
  actAsCustomer(paymentId: string, action: unknown): Promise<ActionResult> {
    const payment = this.payment(paymentId);
    return this.#act(payment, this.providerOf(payment).customerActions, action);
  }

  /** Plays the provider's staff or the bank. @throws HarnessError as `actAsCustomer`. */
  actAsStaff(paymentId: string, action: unknown): Promise<ActionResult> {
    const payment = this.payment(paymentId);
    const provider = this.providerOf(payment);
    if (!provider.staffActions)
      throw new HarnessError('unknown_action', `${provider.title} has no staff actions.`, { status: 404 });
    return this.#act(payment, provider.staffActions, action);
  }

  async redeliver(deliveryId: string): Promise<Delivery> {
    return this.#deliveries.redeliver(deliveryId);
  }

  /** Sends an edited delivery once; the delivery stays as it was. @throws HarnessError as `resendDelivery`. */
  resend(deliveryId: string, asked: Resend) {
    const { log, transport, accounts } = this.#parts;
    const secretValues = () => accounts.secretValues();
    const nowMs = () => this.nowMs();
    return resendDelivery(deliveryId, asked, { ...this.#jobs, log, transport, activity: this.activity, nowMs, secretValues });
  }

  /** @throws HarnessError `nothing_to_explain`, `unknown_payment` (404). */
  explain(record: LogRecord): AttemptExplanation {
    return explainRecord(record, this.#jobs);
  }

  /** What can be done with a payment, each with the reason when it cannot be done now. @throws HarnessError `unknown_payment` (404). */
  offerActions(paymentId: string): readonly ActionOffer[] {
    const payment = this.payment(paymentId);
    const provider = this.providerOf(payment);
    return provider.offerActions(payment, this.#view(provider));
  }

  /** Forgets every payment of the lane and goes back to real time. Accounts, keys and settings stay. */
  async reset(lane: string): Promise<void> {
    this.#timers.stop();
    this.holds.forget(lane);
    this.log.append(lane, this.nowMs(), { type: 'stage.reset' });
    this.#deliveries.forgetMissing();
    this.clock.returnToRealTime();
    this.#timers.resume();
    this.bins.reset();
    await this.whenDurable();
  }

  async #act(payment: Payment, actions: PaymentActions, action: unknown): Promise<ActionResult> {
    const provider = this.providerOf(payment);
    const parsed = actions.schema.safeParse(action);
    if (!parsed.success) {
      const [issue] = parsed.error.issues;
      const where = issue?.path.join('.');
      throw new HarnessError('invalid_action', toSentence(`${where ? `"${where}": ` : ''}${issue?.message ?? 'not an action'}`), {
        hint: `/_paystage/openapi.json lists what can be done with a payment of ${provider.title}.`,
      });
    }
    const decision = actions.decide(payment, parsed.data, this.#view(provider));
    const applied = this.#apply(provider, decision.changes);
    await this.whenDurable();
    return { payment, redirect: applied.redirect };
  }

  #view(provider: Provider): View {
    const view = this.#views.get(provider.name);
    if (!view) throw new Error(`${provider.name} is not registered`);
    return view;
  }

  #apply(provider: Provider, changes: readonly Change[]): Applied {
    const { log, state, accounts, secrets, transport } = this.#parts;
    const nowMs = () => this.nowMs();
    return applyChanges(provider, changes, {
      log,
      state,
      nowMs,
      laneOf: (accountId) => accounts.get(accountId)?.lane ?? 'default',
      onAnnounced: (deliveryIds) => this.#deliveries.take(deliveryIds),
      onTimerSet: (paymentId, timer, dueAtMs) => this.#timers.arm(paymentId, timer, dueAtMs),
      onTimerCleared: (paymentId, timer) => this.#timers.disarm(paymentId, timer),
      onCallback: (paymentId, url) => {
        const payment = state.payments.get(paymentId);
        if (payment) void callInBackground(payment, url, { log, transport, activity: this.activity, nowMs });
      },
      keepSecrets: (paymentId, values) => {
        const written = secrets.put(paymentId, values);
        const earlier = this.#secretWrites;
        this.#secretWrites = Promise.all([earlier.catch(() => {}), written]);
        // Whoever waits for it hears of a failure; without a waiter it must not end the process.
        this.#secretWrites.catch(() => {});
      },
    });
  }

  #runTimer(paymentId: string, timer: string): void {
    const payment = this.state.payments.get(paymentId);
    if (!payment) return;
    const provider = this.providerOf(payment);
    this.#apply(provider, provider.decideTimer(payment, timer, this.#view(provider)) satisfies readonly Change[]);
  }
}
