import type { State } from '../domain/state.js';
import type { EventLog } from '../log/event-log.js';
import type { Clock, Timer } from './time/clock.js';

export interface PaymentTimerParts {
  log: EventLog;
  state: State;
  clockOf(lane: string): Clock;
  /** Lets the provider decide what a due timer means. */
  onDue(paymentId: string, timer: string): void;
}

/** How long a timer waits that came due while records could not be stored, lane ms. */
const STORAGE_RETRY_MS = 1_000;

/** The providers' timers (expiry, challenge timeout), armed on the lane's clock. Due times stand in the log, so a restart arms them again. */
export class PaymentTimers {
  readonly #armed = new Map<string, Timer>();
  readonly #parts: PaymentTimerParts;

  constructor(parts: PaymentTimerParts) {
    this.#parts = parts;
  }

  /** Arms every timer that the log left open; those that came due meanwhile run at once. */
  resume(): void {
    for (const payment of this.#parts.state.payments.open()) {
      for (const [timer, dueAtMs] of Object.entries(payment.timers)) this.arm(payment.id, timer, dueAtMs);
    }
  }

  arm(paymentId: string, timer: string, dueAtMs: number): void {
    this.disarm(paymentId, timer);
    const payment = this.#parts.state.payments.get(paymentId);
    if (!payment) return;
    const key = `${paymentId} ${timer}`;
    this.#armed.set(
      key,
      this.#parts.clockOf(payment.lane).setTimer(dueAtMs, () => this.#fire(paymentId, timer, dueAtMs)),
    );
  }

  disarm(paymentId: string, timer: string): void {
    const key = `${paymentId} ${timer}`;
    this.#armed.get(key)?.cancel();
    this.#armed.delete(key);
  }

  /** Cancels those of payments that are no longer in the state. */
  forgetMissing(): void {
    for (const [key, timer] of this.#armed) {
      if (this.#parts.state.payments.has(key.slice(0, key.indexOf(' ')))) continue;
      timer.cancel();
      this.#armed.delete(key);
    }
  }

  stop(): void {
    for (const timer of this.#armed.values()) timer.cancel();
    this.#armed.clear();
  }

  #fire(paymentId: string, timer: string, dueAtMs: number): void {
    this.#armed.delete(`${paymentId} ${timer}`);
    const payment = this.#parts.state.payments.get(paymentId);
    if (payment?.timers[timer] !== dueAtMs) return;
    const clock = this.#parts.clockOf(payment.lane);
    if (this.#parts.log.storageProblem) {
      this.#armed.set(
        `${paymentId} ${timer}`,
        clock.setTimer(clock.nowMs() + STORAGE_RETRY_MS, () => this.#fire(paymentId, timer, dueAtMs)),
      );
      return;
    }
    this.#parts.log.append(payment.lane, clock.nowMs(), { type: 'payment.timer_cleared', paymentId, timer });
    this.#parts.onDue(paymentId, timer);
  }
}
