import { HarnessError } from '../../domain/errors.js';
import { findHold, type Hold } from '../../domain/hold.js';
import type { Delivery } from '../../domain/payment.js';
import type { State } from '../../domain/state.js';
import type { EventLog } from '../../log/event-log.js';
import type { HoldSet, RedirectReleased } from '../../protocol/hold-records.js';
import type { Redirect } from '../redirect/send-back.js';
import { type HeldRedirect, HeldRedirects } from './held-redirects.js';

export interface HoldsParts {
  log: EventLog;
  state: State;
  nowMs(lane: string): number;
  /** Sends a delivery whose release stands in the log. */
  sendReleased(deliveryId: string): void;
}

/** Something that waits to be released. */
export type Held = { kind: 'delivery'; delivery: Delivery; heldAtMs: number } | { kind: 'redirect'; redirect: HeldRedirect };

/**
 * Keeps deliveries and redirects back until somebody releases them: whoever holds both decides which of them the app sees first.
 * Held deliveries survive a restart; held redirects end with the browser's connection.
 */
export class Holds {
  readonly #parts: HoldsParts;
  readonly #redirects = new HeldRedirects();
  #isStopped = false;

  constructor(parts: HoldsParts) {
    this.#parts = parts;
  }

  /** From now on. The caller has made sure that the payment exists. */
  set(lane: string, hold: Pick<HoldSet, 'target' | 'paymentId' | 'count'>): void {
    const { log, nowMs } = this.#parts;
    log.append(lane, nowMs(lane), { type: 'hold.set', holdId: `hold_${log.nextName(lane)}`, ...hold });
  }

  /**
   * What it holds already stays held.
   * @param inLane looks in this lane only. @returns its lane. @throws HarnessError `unknown_hold` (404).
   */
  clear(holdId: string, inLane?: string): string {
    const hold = this.#parts.state.holds.get(holdId);
    if (!hold || (inLane ?? hold.lane) !== hold.lane) {
      throw new HarnessError('unknown_hold', `There is no hold "${holdId}".`, {
        status: 404,
        hint: 'It may be used up; "paystage holds" or GET /_paystage/api/holds lists the ones there are.',
      });
    }
    this.#end(hold, 'by_hand');
    return hold.lane;
  }

  clearAll(lane: string): void {
    for (const hold of this.list(lane)) this.#end(hold, 'by_hand');
  }

  /** In the order in which they were set. */
  list(lane: string): Hold[] {
    return [...this.#parts.state.holds.values()].filter((hold) => hold.lane === lane);
  }

  /** Oldest first. */
  listHeld(lane: string): Held[] {
    const { state } = this.#parts;
    const deliveries = [...state.deliveries.open()].flatMap((delivery): Held[] => {
      const { heldAtMs } = delivery;
      return heldAtMs === null || state.payments.get(delivery.paymentId)?.lane !== lane
        ? []
        : [{ kind: 'delivery', delivery, heldAtMs }];
    });
    const redirects = this.#redirects.list().filter((redirect) => redirect.lane === lane);
    return [...deliveries, ...redirects.map((redirect): Held => ({ kind: 'redirect', redirect }))].sort(
      (one, other) => heldAt(one) - heldAt(other),
    );
  }

  /**
   * Lets a held delivery or redirect go.
   * @param inLane looks in this lane only. @returns its lane. @throws HarnessError `unknown_held` (404).
   */
  release(id: string, inLane?: string): string {
    const { log, state, nowMs, sendReleased } = this.#parts;
    const delivery = state.deliveries.get(id);
    const lane = delivery && state.payments.get(delivery.paymentId)?.lane;
    if (delivery && lane !== undefined && (inLane ?? lane) === lane && delivery.heldAtMs !== null) {
      const { paymentId, eventId } = delivery;
      log.append(lane, nowMs(lane), { type: 'delivery.released', paymentId, eventId, deliveryId: id });
      sendReleased(id);
      return lane;
    }
    const redirect = this.#redirects.list().find((held) => held.id === id && (inLane ?? held.lane) === held.lane);
    if (redirect && this.#redirects.release(id, 'by_hand')) return redirect.lane;
    throw new HarnessError('unknown_held', `Nothing is held by the name "${id}".`, {
      status: 404,
      hint: 'It may have been released already; "paystage holds" or GET /_paystage/api/holds lists what is held.',
    });
  }

  releaseAll(lane: string): void {
    for (const held of this.listHeld(lane)) this.release(held.kind === 'delivery' ? held.delivery.id : held.redirect.id);
  }

  /** True when a hold catches the first attempt of this delivery; that stands in the log then, and nothing may be sent. */
  catchDelivery(delivery: Delivery, lane: string): boolean {
    const { log, state, nowMs } = this.#parts;
    if (delivery.wasHeld || delivery.attempts.length > 0) return false;
    const hold = findHold(state.holds, 'delivery', lane, delivery.paymentId);
    if (!hold || log.storageProblem) return false;
    const { id: deliveryId, paymentId, eventId } = delivery;
    log.append(lane, nowMs(lane), { type: 'delivery.held', paymentId, eventId, deliveryId, holdId: hold.id });
    this.#endIfUsedUp(hold);
    return true;
  }

  /**
   * Resolves when the browser may be sent back: at once, unless a hold catches it.
   * @param left aborted when the browser is gone. @param go called in the turn in which it may leave, unless it is gone.
   */
  async passRedirect(lane: string, { paymentId, location }: Redirect, left: AbortSignal, go: () => void): Promise<void> {
    const { log, state, nowMs } = this.#parts;
    const hold = findHold(state.holds, 'redirect', lane, paymentId);
    if (!hold || log.storageProblem || this.#isStopped) {
      go();
      return;
    }
    const heldAtMs = nowMs(lane);
    const redirectId = `red_${log.nextName(lane)}`;
    log.append(lane, heldAtMs, { type: 'redirect.held', paymentId, redirectId, location, holdId: hold.id });
    this.#endIfUsedUp(hold);
    const held = { id: redirectId, lane, paymentId, location, heldAtMs };
    await this.#redirects.wait(held, left, (reason) => {
      this.#tellRelease(lane, paymentId, redirectId, reason);
      if (reason !== 'browser_left') go();
    });
  }

  /** Browsers that wait get their answer; held deliveries stay held for the next run. */
  stop(): void {
    this.#isStopped = true;
    for (const { id } of this.#redirects.list()) this.#redirects.release(id, 'stopped');
  }

  /** Before everything of a lane is forgotten: whoever waits is answered. */
  forget(lane: string): void {
    for (const redirect of this.#redirects.list()) if (redirect.lane === lane) this.#redirects.release(redirect.id, 'by_hand');
  }

  #end(hold: Hold, reason: 'used_up' | 'by_hand'): void {
    const { log, nowMs } = this.#parts;
    log.append(hold.lane, nowMs(hold.lane), { type: 'hold.cleared', holdId: hold.id, reason });
  }

  #endIfUsedUp(hold: Hold): void {
    if (hold.countLeft === 0) this.#end(hold, 'used_up');
  }

  #tellRelease(lane: string, paymentId: string, redirectId: string, reason: RedirectReleased['reason']): void {
    const { log, nowMs } = this.#parts;
    try {
      log.append(lane, nowMs(lane), { type: 'redirect.released', paymentId, redirectId, reason });
    } catch (error) {
      // Records cannot be stored just now, or no more. The browser is answered all the same.
      if (!(error instanceof HarnessError)) throw error;
    }
  }
}

function heldAt(held: Held): number {
  return held.kind === 'delivery' ? held.heldAtMs : held.redirect.heldAtMs;
}
