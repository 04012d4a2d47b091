import { sayDuration } from '../../domain/duration.js';
import type { ActiveFault, KeptBack } from '../../domain/fault.js';
import { KEEPING_BACK } from '../../domain/fault-kinds.js';
import type { Delivery, Payment } from '../../domain/payment.js';
import type { State } from '../../domain/state.js';
import type { FaultWait } from '../../protocol/fault-records.js';
import type { LogRecord } from '../../protocol/records.js';
import type { Provider } from '../../providers/provider.js';
import type { DeliveryJob } from '../delivery/delivery-job.js';
import { RetryTimers } from '../delivery/retry-timers.js';
import type { Clock } from '../time/clock.js';
import type { ActiveFaults, FaultUse } from './active-faults.js';
import { Bursts } from './bursts.js';
import { occasionOf } from './occasion.js';
import type { RedirectFaults } from './redirect-faults.js';

export interface KeptBackParts {
  state: State;
  active: ActiveFaults;
  redirects: RedirectFaults;
  providerOf(payment: Payment): Provider;
  clockOf(lane: string): Clock;
  /** Sends a delivery that need not wait any more. */
  send(deliveryId: string): void;
}

/** What became of a delivery that is due. `letsLineGo`: those behind it go on without it. */
export type Catch = { isSent: true } | { isSent: false; letsLineGo: boolean };

/** Records that something kept back may have waited for. */
const MAY_LET_GO: ReadonlySet<LogRecord['type']> = new Set([
  'attempt.finished',
  'payment.status_changed',
  'fault.used',
  'delivery.dropped',
]);

const SENT: Catch = { isSent: true };
const KEPT: Catch = { isSent: false, letsLineGo: true };

/**
 * Keeps deliveries back before they are sent: for a time, until another event of the payment was attempted, until a burst is complete, or
 * for ever. What a delivery waits for stands in the log, so it goes on waiting after a restart.
 */
export class KeptBackDeliveries {
  readonly #parts: KeptBackParts;
  readonly #timers = new RetryTimers();
  readonly #bursts: Bursts;
  /** Names of the faults that kept a delivery back, until its attempt tells them. */
  readonly #names = new Map<string, string[]>();

  constructor(parts: KeptBackParts) {
    this.#parts = parts;
    this.#bursts = new Bursts({
      ...parts,
      use: (fault, use) => parts.active.use(fault, use),
      letGo: (id) => this.#letGo(id, ['burst']),
    });
  }

  /** Called when a delivery is due. */
  catch(job: DeliveryJob): Catch {
    const { state, active, redirects } = this.#parts;
    const { delivery, payment } = job;
    const released = this.#names.get(delivery.id);
    if (released) return !released.includes('burst') && this.#bursts.catch(job) ? KEPT : SENT;
    const waiting = state.keptBack.get(delivery.id);
    if (waiting) {
      if (this.#mayGo(waiting, delivery, payment)) {
        this.#keepNames(waiting);
        return this.#bursts.catch(job) ? KEPT : SENT;
      }
      this.#arm(waiting, payment);
      return { isSent: false, letsLineGo: waiting.waits.some(({ untilMs }) => untilMs === null) };
    }
    const waitsForRedirect = redirects.catchDelivery(delivery, payment);
    if (state.faults.size === 0 && !waitsForRedirect) return SENT;

    const faults = active.choose(occasionOf(job), ({ spec }) => KEEPING_BACK.has(spec.fault) && spec.fault !== 'burst');
    const about = { paymentId: payment.id, deliveryId: delivery.id };
    const dropping = faults.find(({ spec }) => spec.fault === 'dropped');
    if (dropping) {
      active.use(dropping, { ...about, isDropped: true, sentence: 'The webhook is never sent.' });
      return KEPT;
    }
    const isLast = payment.eventIds.at(-1) === delivery.eventId && job.provider.statuses[payment.status]?.isFinal === true;
    let keepsLine = !waitsForRedirect;
    let isKept = waitsForRedirect;
    for (const fault of faults) {
      const use = this.#tellWait(fault, payment.lane, isLast);
      if (!use) continue;
      active.use(fault, { ...about, ...use });
      isKept = true;
      if (fault.spec.fault !== 'delayed') keepsLine = false;
    }
    if (!isKept) return this.#bursts.catch(job) ? KEPT : SENT;
    const kept = state.keptBack.get(delivery.id);
    if (kept) this.#arm(kept, payment);
    return { isSent: false, letsLineGo: !keepsLine };
  }

  /** Names of the faults that kept this delivery back; told once. */
  takeNames(deliveryId: string): string[] {
    const names = this.#names.get(deliveryId) ?? [];
    this.#names.delete(deliveryId);
    return names;
  }

  /** True while a delivery is kept back or will never be sent, so that nobody should wait for its first attempt. */
  isKeptBack({ id, status }: Delivery): boolean {
    return status !== 'pending' || this.#parts.state.keptBack.has(id) || this.#bursts.has(id);
  }

  /** Until when a delivery is kept back, lane time; undefined where no moment is set. */
  dueAtMs(deliveryId: string): number | undefined {
    return this.#timers.dueAtMs(deliveryId);
  }

  /** The first moment at which one of the wanted ones is let go, lane time; null when there is none. */
  earliestDueAtMs(isWanted: (deliveryId: string) => boolean): number | null {
    const moments = [this.#timers.earliestDueAtMs(isWanted), this.#bursts.earliestDueAtMs(isWanted)];
    const known = moments.filter((atMs) => atMs !== null);
    return known.length === 0 ? null : Math.min(...known);
  }

  /** Looks again at what waits for something that this record may be. */
  notice(record: LogRecord): void {
    const { state } = this.#parts;
    if (state.keptBack.size === 0 || !('paymentId' in record) || record.paymentId === null) return;
    if (!MAY_LET_GO.has(record.type)) return;
    // Later: the one who wrote the record is not done with it.
    const { paymentId } = record;
    queueMicrotask(() => this.sendReady((delivery) => delivery.paymentId === paymentId));
  }

  /** Sends what has nothing to wait for any more. */
  sendReady(isWanted: (delivery: Delivery) => boolean): void {
    const { state } = this.#parts;
    for (const waiting of [...state.keptBack.values()]) {
      if (this.#isOnItsWay(waiting)) continue;
      const delivery = state.deliveries.get(waiting.deliveryId);
      const payment = delivery && state.payments.get(delivery.paymentId);
      if (payment && isWanted(delivery) && this.#mayGo(waiting, delivery, payment)) this.#letGo(delivery.id, []);
    }
  }

  /** Somebody cleared every fault of a lane: what they keep back goes out now. */
  releaseAll(lane: string): void {
    const { state } = this.#parts;
    this.#bursts.finish((fault) => fault.lane === lane);
    for (const waiting of [...state.keptBack.values()]) {
      if (this.#isOnItsWay(waiting)) continue;
      const payment = state.payments.get(state.deliveries.get(waiting.deliveryId)?.paymentId ?? '');
      if (payment?.lane === lane) this.#letGo(waiting.deliveryId, []);
    }
  }

  /** Somebody cleared this one. */
  releaseOf(fault: ActiveFault): void {
    this.#bursts.finish(({ id }) => id === fault.id);
    this.sendReady(() => true);
  }

  /** Does not send this one any more. */
  forget(deliveryId: string): void {
    this.#timers.cancel(deliveryId);
    this.#names.delete(deliveryId);
    if (this.#bursts.has(deliveryId)) this.#bursts.forgetUnless((id) => id !== deliveryId);
  }

  /** Does not send any more what `isWanted` does not want. */
  forgetUnless(isWanted: (deliveryId: string) => boolean): void {
    this.#timers.cancelUnless(isWanted);
    this.#bursts.forgetUnless(isWanted);
    for (const id of [...this.#names.keys()]) if (!isWanted(id)) this.#names.delete(id);
  }

  stop(): void {
    this.#timers.cancelUnless(() => false);
    this.#bursts.forgetUnless(() => false);
  }

  /** Let go already: it waits for a free connection, and is among those kept back until its attempt begins. */
  #isOnItsWay({ deliveryId }: KeptBack): boolean {
    return this.#names.has(deliveryId);
  }

  #letGo(deliveryId: string, names: readonly string[]): void {
    const waiting = this.#parts.state.keptBack.get(deliveryId);
    if (waiting) this.#keepNames(waiting);
    this.#names.set(deliveryId, [...(this.#names.get(deliveryId) ?? []), ...names]);
    this.#timers.cancel(deliveryId);
    this.#parts.send(deliveryId);
  }

  #keepNames({ deliveryId, waits }: KeptBack): void {
    this.#names.set(deliveryId, [...new Set([...(this.#names.get(deliveryId) ?? []), ...waits.map(({ fault }) => fault)])]);
  }

  #arm({ deliveryId, waits }: KeptBack, { lane }: Payment): void {
    const dueAtMs = Math.max(...waits.map(({ untilMs }) => untilMs ?? 0));
    const clock = this.#parts.clockOf(lane);
    if (dueAtMs > clock.nowMs())
      this.#timers.set(deliveryId, clock, dueAtMs, () => this.sendReady(({ id }) => id === deliveryId));
  }

  #tellWait({ spec }: ActiveFault, lane: string, isLast: boolean): FaultUse | null {
    switch (spec.fault) {
      case 'delayed': {
        const dueAtMs = this.#parts.clockOf(lane).nowMs() + Number(spec.byMs);
        const sentence = `The webhook is sent ${sayDuration(Number(spec.byMs))} later.`;
        return { waitsFor: 'time', waitsUntil: new Date(dueAtMs).toISOString(), sentence };
      }
      case 'out-of-order':
        return isLast
          ? null
          : { waitsFor: 'next_event', sentence: 'The webhook waits until the next one of its payment was sent.' };
      case 'late':
        return isLast
          ? null
          : { waitsFor: 'final_event', sentence: 'The webhook waits until the one that ends its payment was sent.' };
      default:
        return null;
    }
  }

  #mayGo({ waits }: KeptBack, delivery: Delivery, payment: Payment): boolean {
    const nowMs = this.#parts.clockOf(payment.lane).nowMs();
    return waits.every((wait) =>
      wait.untilMs === null ? this.#hasHappened(wait.for, delivery, payment) : nowMs >= wait.untilMs,
    );
  }

  #hasHappened(what: FaultWait, delivery: Delivery, payment: Payment): boolean {
    if (what === 'time') return true;
    if (what === 'redirect') return !this.#parts.redirects.isAwaited(delivery.id);
    const later = this.#listLater(delivery, payment);
    const isOver = this.#parts.providerOf(payment).statuses[payment.status]?.isFinal === true;
    const areAllOut = later.every(wasAttempted);
    if (what === 'next_event') return later.some(wasAttempted) || (isOver && areAllOut);
    return isOver && areAllOut;
  }

  /** Deliveries of later events of the payment to the same endpoint. */
  #listLater(delivery: Delivery, payment: Payment): Delivery[] {
    const { events, deliveries } = this.#parts.state;
    const place = payment.eventIds.indexOf(delivery.eventId);
    return payment.eventIds.slice(place + 1).flatMap((eventId) =>
      (events.get(eventId)?.deliveryIds ?? []).flatMap((id) => {
        const other = deliveries.get(id);
        return other?.endpoint === delivery.endpoint ? [other] : [];
      }),
    );
  }
}

function wasAttempted({ status, attempts }: Delivery): boolean {
  return status !== 'pending' || attempts.some(({ finishedAtMs }) => finishedAtMs !== null);
}
