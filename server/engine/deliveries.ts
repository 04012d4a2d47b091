import type { Account } from '../domain/account.js';
import { HarnessError } from '../domain/errors.js';
import type { Attempt, Delivery, Payment, PaymentEvent } from '../domain/payment.js';
import type { State } from '../domain/state.js';
import { judgeAttempt } from '../domain/verdict.js';
import type { EventLog } from '../log/event-log.js';
import type { AttemptTrigger, RecordBody } from '../protocol/records.js';
import type { DeliveryRule, Provider } from '../providers/provider.js';
import type { Activity } from './activity.js';
import type { Clock, Timer } from './clock.js';
import { DeliveryOrder } from './delivery-order.js';
import { EndpointSlots } from './endpoint-slots.js';
import { captureResponse, toReply } from './exchange.js';
import type { Transport, TransportResult } from './transport.js';

export interface DeliveriesParts {
  log: EventLog;
  state: State;
  transport: Transport;
  activity: Activity;
  clockOf(lane: string): Clock;
  providerOf(payment: Payment): Provider;
  accountOf(payment: Payment): Account;
}

/** How long an attempt waits that is due while records cannot be stored, lane ms. */
const STORAGE_RETRY_MS = 1_000;

interface Job {
  delivery: Delivery;
  event: PaymentEvent;
  payment: Payment;
  provider: Provider;
  rule: DeliveryRule;
}

/**
 * Sends every event to its endpoints by the provider's rule: identical bytes on every attempt, headers made afresh, one record when an
 * attempt begins (durable before the first byte leaves) and one when it ends.
 */
export class Deliveries {
  readonly #parts: DeliveriesParts;
  readonly #order = new DeliveryOrder((deliveryId) => this.#startScheduled(deliveryId));
  readonly #slots = new EndpointSlots();
  readonly #retries = new Map<string, { timer: Timer; dueAtMs: number }>();
  readonly #firstAttemptWaiters = new Map<string, (() => void)[]>();
  #isStopped = false;

  constructor(parts: DeliveriesParts) {
    this.#parts = parts;
  }

  /** Takes on deliveries that were just announced. */
  take(deliveryIds: readonly string[]): void {
    for (const deliveryId of deliveryIds) {
      const job = this.#find(deliveryId);
      if (!job) continue;
      if (job.rule.order === 'concurrent') this.#startScheduled(deliveryId);
      else this.#order.enter(lineOf(job.delivery), deliveryId);
    }
  }

  /** Goes on with what an earlier run left unfinished. An attempt that was under way is closed as `interrupted` and made again at once. */
  resume(): void {
    for (const delivery of this.#parts.state.deliveries.values()) {
      for (const attempt of delivery.attempts) if (attempt.finishedAtMs === null) this.#closeInterrupted(delivery, attempt);
      if (delivery.status !== 'pending') continue;
      // What never got an answer lines up again, so that the events of a payment stay in order.
      if (delivery.attempts.every(({ code }) => code === 'interrupted')) this.take([delivery.id]);
      else this.#schedule(delivery, delivery.nextAttemptAtMs ?? 0);
    }
  }

  /**
   * One more attempt because somebody asked for it, also after exhaustion or acknowledgement. Resolves when it is done.
   * @throws HarnessError `unknown_delivery` (404).
   */
  async redeliver(deliveryId: string): Promise<Delivery> {
    const job = this.#find(deliveryId);
    if (!job) throw new HarnessError('unknown_delivery', `There is no delivery "${deliveryId}".`, { status: 404 });
    this.#append(job, { type: 'delivery.requeued', paymentId: job.payment.id, deliveryId });
    await new Promise<void>((resolve, reject) => {
      this.#enqueue(job, 'manual', (error) => (error ? reject(error) : resolve()));
    });
    return job.delivery;
  }

  /** Resolves when every delivery of these events had its first attempt, or the harness stops. */
  async whenFirstAttempted(eventIds: readonly string[]): Promise<void> {
    const deliveries = eventIds.flatMap((id) => this.#parts.state.events.get(id)?.deliveryIds ?? []);
    await Promise.all(deliveries.map((id) => this.#whenFirstAttemptOf(id)));
  }

  /** Nothing new starts; what runs is left to the transport. */
  stop(): void {
    this.#isStopped = true;
    this.#slots.clear();
    this.#order.clear();
    for (const { timer } of this.#retries.values()) timer.cancel();
    this.#retries.clear();
    for (const waiters of this.#firstAttemptWaiters.values()) for (const resume of waiters) resume();
  }

  /** Drops timers of deliveries that are no longer in the state. */
  forgetMissing(): void {
    for (const [deliveryId, { timer }] of this.#retries) {
      if (this.#parts.state.deliveries.has(deliveryId)) continue;
      timer.cancel();
      this.#retries.delete(deliveryId);
    }
    this.#order.clear();
  }

  #startScheduled(deliveryId: string): void {
    const job = this.#find(deliveryId);
    if (job) this.#enqueue(job, 'scheduled');
  }

  #enqueue(job: Job, trigger: AttemptTrigger, onDone: (error?: unknown) => void = () => {}): void {
    if (this.#isStopped) {
      onDone(new HarnessError('stopping', 'The harness is shutting down.', { status: 503 }));
      return;
    }
    const end = this.#parts.activity.begin();
    this.#slots.run(job.delivery.endpoint, async () => {
      try {
        await this.#attempt(job, trigger);
        onDone();
      } catch (error) {
        // Records cannot be stored just now: nothing was sent, so the attempt is simply due again.
        if (trigger === 'scheduled' && !this.#isStopped) {
          this.#schedule(job.delivery, this.#clock(job).nowMs() + STORAGE_RETRY_MS);
        }
        onDone(error);
      } finally {
        end();
      }
    });
  }

  async #attempt(job: Job, trigger: AttemptTrigger): Promise<void> {
    const { delivery, event, provider, rule } = job;
    // A manual redelivery may have been acknowledged while this one waited for its turn.
    if (trigger === 'scheduled' && (delivery.status !== 'pending' || !this.#parts.state.deliveries.has(delivery.id))) return;
    const number = delivery.attempts.length + 1;
    const head = {
      paymentId: job.payment.id,
      eventId: event.id,
      deliveryId: delivery.id,
      attemptId: `att_${delivery.id.slice(4)}_${number}`,
      number,
    };
    const keptDueAtMs = trigger === 'manual' ? this.#retries.get(delivery.id)?.dueAtMs : undefined;
    const started = this.#append(job, { type: 'attempt.started', ...head, trigger });
    await this.#parts.log.durable(started.seq);
    if (this.#isStopped) return;

    const clock = this.#clock(job);
    // Asked for now, not when the attempt was lined up: a rotated key counts at once.
    const account = this.#parts.accountOf(job.payment);
    const headers = provider.buildAttemptHeaders({ account, event, body: event.body, nowMs: clock.nowMs() });
    const request = {
      method: 'POST' as const,
      url: delivery.endpoint,
      headers,
      body: event.body,
      timeoutMs: rule.attemptTimeoutMs,
    };
    const result = await this.#parts.transport.send(request);
    if (this.#isStopped && result.kind === 'failed') return;

    const nowMs = clock.nowMs();
    const nextDueAtMs = trigger === 'manual' ? keptDueAtMs : this.#nextDue(job, nowMs);
    const verdict = judgeAttempt(
      toReply(result),
      { title: provider.title, isAcknowledged: rule.isAcknowledged, acceptedWords: rule.acceptedWords },
      {
        status: delivery.status,
        retryInMs: nextDueAtMs === undefined ? null : nextDueAtMs - nowMs,
        isManual: trigger === 'manual',
      },
    );
    const isOver = verdict.deliveryStatus !== 'pending';
    this.#append(job, {
      type: 'attempt.finished',
      ...head,
      trigger,
      ...verdict,
      nextAttemptAt: isOver || nextDueAtMs === undefined ? null : new Date(nextDueAtMs).toISOString(),
      latencyMs: roundMs(result.latencyMs),
      ...describeExchange(result, delivery.endpoint),
    });
    if (isOver) this.#cancelRetry(delivery.id);
    else if (trigger === 'scheduled' && nextDueAtMs !== undefined) this.#schedule(delivery, nextDueAtMs);
    if (trigger === 'scheduled' && (rule.order !== 'strict' || isOver)) this.#release(delivery);
    else if (isOver) this.#release(delivery);
  }

  /** Due time of the attempt after this one, or undefined when the schedule is used up. Manual and interrupted attempts use nothing up. */
  #nextDue(job: Job, nowMs: number): number | undefined {
    const made = job.delivery.attempts.filter(
      (attempt) => attempt.trigger === 'scheduled' && attempt.code !== 'interrupted',
    ).length;
    const delayMs = job.rule.retryScheduleMs[made - 1];
    return delayMs === undefined ? undefined : nowMs + delayMs;
  }

  #schedule(delivery: Delivery, dueAtMs: number): void {
    const payment = this.#parts.state.payments.get(delivery.paymentId);
    if (!payment || this.#isStopped) return;
    this.#cancelRetry(delivery.id);
    const timer = this.#parts.clockOf(payment.lane).setTimer(dueAtMs, () => {
      this.#retries.delete(delivery.id);
      this.#startScheduled(delivery.id);
    });
    this.#retries.set(delivery.id, { timer, dueAtMs });
  }

  #cancelRetry(deliveryId: string): void {
    this.#retries.get(deliveryId)?.timer.cancel();
    this.#retries.delete(deliveryId);
  }

  #release(delivery: Delivery): void {
    this.#order.release(lineOf(delivery), delivery.id);
    for (const resume of this.#firstAttemptWaiters.get(delivery.id) ?? []) resume();
    this.#firstAttemptWaiters.delete(delivery.id);
  }

  #whenFirstAttemptOf(deliveryId: string): Promise<void> {
    const delivery = this.#parts.state.deliveries.get(deliveryId);
    if (!delivery || this.#isStopped || delivery.attempts.some(({ finishedAtMs }) => finishedAtMs !== null))
      return Promise.resolve();
    return new Promise((resolve) => {
      const waiters = this.#firstAttemptWaiters.get(deliveryId) ?? [];
      waiters.push(resolve);
      this.#firstAttemptWaiters.set(deliveryId, waiters);
    });
  }

  #closeInterrupted(delivery: Delivery, attempt: Attempt): void {
    const job = this.#find(delivery.id);
    if (!job) return;
    const nowMs = this.#clock(job).nowMs();
    const isPending = delivery.status === 'pending';
    this.#append(job, {
      type: 'attempt.finished',
      paymentId: delivery.paymentId,
      eventId: delivery.eventId,
      deliveryId: delivery.id,
      attemptId: attempt.id,
      number: attempt.number,
      trigger: attempt.trigger,
      code: 'interrupted',
      sentence: `the harness stopped before an answer came; the app may have processed it${isPending ? ', so it is sent again at once' : ''}.`,
      deliveryStatus: delivery.status,
      nextAttemptAt: isPending ? new Date(nowMs).toISOString() : null,
      latencyMs: Math.max(0, nowMs - attempt.startedAtMs),
    });
  }

  #append(job: Job, body: RecordBody) {
    return this.#parts.log.append(job.payment.lane, this.#clock(job).nowMs(), body);
  }

  #clock(job: Job): Clock {
    return this.#parts.clockOf(job.payment.lane);
  }

  #find(deliveryId: string): Job | undefined {
    const { state } = this.#parts;
    const delivery = state.deliveries.get(deliveryId);
    const event = delivery && state.events.get(delivery.eventId);
    const payment = delivery && state.payments.get(delivery.paymentId);
    if (!delivery || !event || !payment) return undefined;
    const provider = this.#parts.providerOf(payment);
    return { delivery, event, payment, provider, rule: provider.deliveryRule(this.#parts.accountOf(payment)) };
  }
}

function lineOf(delivery: Delivery): string {
  return `${delivery.paymentId} ${delivery.endpoint}`;
}

function roundMs(ms: number): number {
  return Math.round(ms * 10) / 10;
}

function describeExchange(result: TransportResult, url: string) {
  const response = captureResponse(result);
  const location = response?.headers.find(([name]) => name.toLowerCase() === 'location')?.[1];
  return {
    ...(result.remoteAddress === undefined ? {} : { remoteAddress: result.remoteAddress }),
    request: { method: 'POST', url, headers: result.sentHeaders },
    ...(response === undefined ? {} : { response }),
    ...(location === undefined ? {} : { location }),
  };
}
