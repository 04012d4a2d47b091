import { HarnessError } from '../../domain/errors.js';
import type { Delivery, Payment } from '../../domain/payment.js';
import type { AttemptTrigger, RecordBody } from '../../protocol/records.js';
import type { Catch } from '../faults/kept-back.js';
import type { Holds } from '../holds/holds.js';
import { Attempts, type AttemptsParts, type NextAttempt } from './attempts.js';
import { type DeliveryJob, findJob, lineOf } from './delivery-job.js';
import { DeliveryOrder } from './delivery-order.js';
import { FirstAttempts } from './first-attempts.js';
import { RetryTimers } from './retry-timers.js';

export interface DeliveriesParts extends AttemptsParts {
  holds: Holds;
}

const HELD: Catch = { isSent: false, letsLineGo: false };

/**
 * Sees to it that every event reaches its endpoints by the provider's rule: which delivery goes when, in which order, and who waits for it.
 * What is sent has identical bytes on every attempt, and headers made afresh.
 */
export class Deliveries {
  readonly #parts: DeliveriesParts;
  readonly #order = new DeliveryOrder((deliveryId) => this.#startInTurn(deliveryId));
  readonly #retries = new RetryTimers();
  readonly #firstAttempts = new FirstAttempts();
  readonly #attempts: Attempts;
  readonly #unsubscribe: () => void;
  #isStopped = false;

  constructor(parts: DeliveriesParts) {
    this.#parts = parts;
    this.#attempts = new Attempts(parts, {
      dueAtMs: (deliveryId) => this.#dueAtMs(deliveryId),
      onEnded: (job, trigger, next) => this.#goOnAfter(job, trigger, next),
      onUnwanted: (delivery) => this.#letLineGo(delivery),
      onPutOff: (delivery, dueAtMs) => this.#schedule(delivery, dueAtMs),
    });
    this.#unsubscribe = parts.log.subscribe(({ type }) => {
      // Later: the setting is not in force before the one who wrote the record is done with it.
      if (type === 'account.changed') queueMicrotask(() => this.#reorder());
    });
  }

  /** Takes on deliveries that were just announced. */
  take(deliveryIds: readonly string[]): void {
    for (const deliveryId of deliveryIds) {
      const job = this.#find(deliveryId);
      // Before it is held or waits in its line: whoever let it go later would send what the log says is never sent.
      if (!job || this.#parts.faults.dropByRedirect(job)) continue;
      if (job.rule.order === 'concurrent') this.#startInTurn(deliveryId);
      else this.#order.enter(lineOf(job.delivery), deliveryId);
    }
  }

  /** Goes on with what an earlier run left unfinished. An attempt that was under way is closed as `interrupted` and made again at once. */
  resume(): void {
    for (const delivery of this.#parts.state.deliveries.open()) {
      this.#attempts.closeLeftovers(delivery);
      if (delivery.status !== 'pending') continue;
      // What others wait for lines up again, so that the events of a payment stay in order.
      if (!wasTried(delivery) || this.#find(delivery.id)?.rule.order === 'strict') this.take([delivery.id]);
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
      this.#attempts.enqueue(job, 'manual', (error) => (error ? reject(error) : resolve()));
    });
    if (!this.#parts.state.deliveries.has(deliveryId)) {
      const message = `Delivery "${deliveryId}" was forgotten before an answer came.`;
      throw new HarnessError('unknown_delivery', message, { status: 404 });
    }
    return job.delivery;
  }

  /**
   * Sends nothing more of a payment by itself: what was not sent yet, and with `isTriedToo` what waits for its next attempt. An attempt that is
   * under way gets its end; otherwise what a receiver was told already goes on by its schedule. @returns how many are dropped.
   */
  drop({ eventIds }: Payment, { isTriedToo }: { isTriedToo: boolean }): number {
    const { state, faults } = this.#parts;
    const unwanted = eventIds
      .flatMap((id) => state.events.get(id)?.deliveryIds ?? [])
      .flatMap((id) => this.#find(id) ?? [])
      .filter(({ delivery }) => delivery.status === 'pending' && (isTriedToo || delivery.attempts.length === 0));
    // All of them first: whoever is let go in a line would start the next one.
    for (const job of unwanted) {
      const { paymentId, eventId, id: deliveryId } = job.delivery;
      this.#append(job, { type: 'delivery.dropped', paymentId, eventId, deliveryId });
    }
    for (const { delivery } of unwanted) {
      this.#retries.cancel(delivery.id);
      this.#firstAttempts.release(delivery.id);
    }
    const isWanted = (deliveryId: string) => !unwanted.some(({ delivery }) => delivery.id === deliveryId);
    faults.forgetUnless(isWanted);
    this.#order.dropUnless(isWanted);
    return unwanted.length;
  }

  /** Resolves when every delivery of these events had its first attempt, or the harness stops. */
  async whenFirstAttempted(eventIds: readonly string[]): Promise<void> {
    const deliveries = eventIds.flatMap((id) => this.#parts.state.events.get(id)?.deliveryIds ?? []);
    await Promise.all(deliveries.map((id) => this.#whenFirstAttemptOf(id)));
  }

  /** Nothing new starts; what runs is left to the transport. */
  stop(): void {
    this.#isStopped = true;
    this.#unsubscribe();
    this.#attempts.stop();
    this.#order.clear();
    this.#retries.cancelUnless(() => false);
    this.#firstAttempts.releaseAll();
  }

  /** Before everything of a lane is forgotten: writes down that what runs gets no answer any more, and lets go of its connections. */
  cutOff(lane: string): void {
    this.#attempts.cutOff(lane);
  }

  /** At the end of the harness: the same for all that still runs, which is due again at the next start. */
  interrupt(): void {
    this.#attempts.interrupt();
  }

  /** Drops what belongs to deliveries that are no longer in the state. */
  forgetMissing(): void {
    const isKnown = (deliveryId: string) => this.#parts.state.deliveries.has(deliveryId);
    this.#retries.cancelUnless(isKnown);
    this.#order.dropUnless(isKnown);
    this.#firstAttempts.releaseUnless(isKnown);
  }

  /** Lane time of the next attempt that is scheduled in a lane, or that a fault keeps back until then, epoch ms; null when there is none. */
  nextAttemptAtMs(lane: string): number | null {
    const isOfLane = (deliveryId: string) => this.#find(deliveryId)?.payment.lane === lane;
    const moments = [this.#retries.earliestDueAtMs(isOfLane), this.#parts.faults.earliestDueAtMs(isOfLane)];
    const known = moments.filter((atMs) => atMs !== null);
    return known.length === 0 ? null : Math.min(...known);
  }

  /** Sends a delivery that was held or kept back by a fault. */
  sendReleased(deliveryId: string): void {
    if (!this.#isStopped) this.#startScheduled(deliveryId);
  }

  /** Of those in its line it is the one to go. After a restart it may have been tried before. */
  #startInTurn(deliveryId: string): void {
    const delivery = this.#parts.state.deliveries.get(deliveryId);
    if (delivery && wasTried(delivery)) this.#schedule(delivery, delivery.nextAttemptAtMs ?? 0);
    else this.#startScheduled(deliveryId);
  }

  #startScheduled(deliveryId: string): void {
    const job = this.#find(deliveryId);
    if (!job) return;
    // Somebody has made its attempt by hand meanwhile.
    if (job.delivery.status !== 'pending') {
      this.#letLineGo(job.delivery);
      return;
    }
    const caught = this.#catch(job);
    if (caught.isSent) {
      this.#attempts.enqueue(job, 'scheduled');
      return;
    }
    // Whoever waits for the webhook would wait for whoever holds it: the redirect goes first then.
    for (const waiting of caught.letsLineGo ? [] : this.#order.list(lineOf(job.delivery))) this.#firstAttempts.release(waiting);
    this.#firstAttempts.release(deliveryId);
    if (caught.letsLineGo) this.#order.release(lineOf(job.delivery), deliveryId);
  }

  #catch(job: DeliveryJob): Catch {
    const { holds, faults } = this.#parts;
    const { delivery, payment } = job;
    if (delivery.heldAtMs !== null) return HELD;
    return holds.catchDelivery(delivery, payment.lane) ? HELD : faults.catchDelivery(job);
  }

  /** An attempt has ended: what comes next of its delivery, and of those behind it. */
  #goOnAfter({ delivery, rule }: DeliveryJob, trigger: AttemptTrigger, { isOver, dueAtMs }: NextAttempt): void {
    if (isOver) this.#forgetPlans(delivery.id);
    else if (trigger === 'scheduled' && dueAtMs !== undefined) this.#schedule(delivery, dueAtMs);
    this.#firstAttempts.release(delivery.id);
    if (isOver || (trigger === 'scheduled' && rule.order !== 'strict')) this.#order.release(lineOf(delivery), delivery.id);
  }

  /** Settings have changed: lets those go who need not wait any more by the order that holds now. */
  #reorder(): void {
    for (const deliveryId of this.#order.listActive()) {
      const job = this.#find(deliveryId);
      if (!job) continue;
      const line = lineOf(job.delivery);
      if (job.rule.order === 'sequential' && wasTried(job.delivery)) this.#order.release(line, deliveryId);
      if (job.rule.order === 'concurrent') for (const waited of this.#order.list(line)) this.#order.release(line, waited);
    }
  }

  /** Nobody need wait for it any more. */
  #letLineGo(delivery: Delivery): void {
    this.#firstAttempts.release(delivery.id);
    this.#order.release(lineOf(delivery), delivery.id);
  }

  /** When the schedule, or a fault that keeps it back, goes on with a delivery, lane time. */
  #dueAtMs(deliveryId: string): number | undefined {
    return this.#retries.dueAtMs(deliveryId) ?? this.#parts.faults.dueAtMs(deliveryId);
  }

  #forgetPlans(deliveryId: string): void {
    this.#retries.cancel(deliveryId);
    this.#parts.faults.forget(deliveryId);
  }

  #schedule(delivery: Delivery, dueAtMs: number): void {
    const payment = this.#parts.state.payments.get(delivery.paymentId);
    if (!payment || this.#isStopped) return;
    this.#retries.set(delivery.id, this.#parts.lanes.of(payment.lane).clock, dueAtMs, () => this.#startScheduled(delivery.id));
  }

  #whenFirstAttemptOf(deliveryId: string): Promise<void> {
    const delivery = this.#parts.state.deliveries.get(deliveryId);
    if (
      !delivery ||
      this.#isStopped ||
      this.#parts.faults.isKeptBack(delivery) ||
      delivery.attempts.some(({ finishedAtMs }) => finishedAtMs !== null) ||
      this.#isHeldUp(delivery)
    )
      return Promise.resolve();
    return this.#firstAttempts.wait(deliveryId);
  }

  /** True when it is held, or stands in line behind one that is. */
  #isHeldUp(delivery: Delivery): boolean {
    const [first] = this.#order.list(lineOf(delivery));
    const active = first === undefined ? delivery : this.#parts.state.deliveries.get(first);
    return delivery.heldAtMs !== null || (active !== undefined && active.heldAtMs !== null);
  }

  #append(job: DeliveryJob, body: RecordBody): void {
    const { log, lanes } = this.#parts;
    log.append(job.payment.lane, lanes.of(job.payment.lane).clock.nowMs(), body);
  }

  #find(deliveryId: string): DeliveryJob | undefined {
    return findJob(deliveryId, this.#parts);
  }
}

/** True once a scheduled attempt of it got an end of its own: from then on only a strict order waits for it. */
function wasTried({ attempts }: Delivery): boolean {
  return attempts.some(({ trigger, finishedAtMs, code }) => {
    return trigger === 'scheduled' && finishedAtMs !== null && code !== 'interrupted';
  });
}
