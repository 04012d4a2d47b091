import { type ActiveFault, kindOfFault } from '../../domain/fault.js';
import type { Delivery, Payment } from '../../domain/payment.js';
import type { State } from '../../domain/state.js';
import type { Change } from '../../providers/provider.js';
import type { DeliveryJob } from '../delivery/delivery-job.js';
import type { Lanes } from '../lanes/lanes.js';
import type { ActiveFaults } from './active-faults.js';

export interface RedirectFaultsParts {
  state: State;
  active: ActiveFaults;
  lanes: Lanes;
  whenFirstAttempted(eventIds: readonly string[]): Promise<void>;
  /** Resolves when the virtual customer is not on the way with this payment any more; null when it is not. */
  whenVisited(paymentId: string): Promise<unknown> | null;
  /** Sends what waited for a redirect. */
  sendReady(paymentId: string): void;
}

/** What happens to the answer that sends a browser back. */
export interface RedirectPlan {
  names: string[];
  /** The browser gets no answer at all. */
  isDropped: boolean;
  isLast: boolean;
  /** Real ms between the answer and the webhook; null: the webhook does not wait. */
  webhookAfterMs: number | null;
}

const SENTENCES: Readonly<Record<string, string>> = {
  'redirect-first': 'The browser is sent back first; the webhook waits for that.',
  'redirect-last': 'The browser is sent back after the first attempt of the webhook.',
  'redirect-without-webhook': 'The browser is sent back and the webhook is never sent.',
  'webhook-without-redirect': 'The browser gets no answer: its connection is dropped.',
};

/** Decides which of webhook and redirect reaches the app first, and whether both do. */
export class RedirectFaults {
  readonly #parts: RedirectFaultsParts;
  /** Of payments whose browser is being sent back just now. */
  readonly #plans = new Map<string, RedirectPlan & { faults: ActiveFault[] }>();
  /** Deliveries that wait for a browser of this run. */
  readonly #awaited = new Map<string, string>();
  readonly #stopping = new AbortController();

  constructor(parts: RedirectFaultsParts) {
    this.#parts = parts;
  }

  /** Chooses for the redirects among these changes, before any of them is written down. */
  plan(changes: readonly Change[]): void {
    const { state, active } = this.#parts;
    if (state.faults.size === 0) return;
    for (const change of changes) {
      if (change.type !== 'redirect') continue;
      const payment = state.payments.get(change.paymentId);
      if (!payment) continue;
      const { lane, provider, id } = payment;
      const faults = active.choose({ lane, provider, payment: id }, (fault) => kindOfFault(fault).place === 'redirect');
      if (faults.length === 0) continue;
      const find = (name: string) => faults.find(({ spec }) => spec.fault === name);
      const first = find('redirect-first');
      this.#plans.set(id, {
        faults,
        names: faults.map(({ spec }) => spec.fault),
        isDropped: find('webhook-without-redirect') !== undefined,
        isLast: find('redirect-last') !== undefined,
        webhookAfterMs: first ? Number(first.spec.afterMs) : null,
      });
      for (const fault of faults) active.use(fault, { paymentId: id, sentence: SENTENCES[fault.spec.fault] ?? '' });
    }
  }

  /** Called for a delivery that is announced. True when it is never sent, which stands in the log then. */
  dropDelivery({ delivery, event, payment }: DeliveryJob): boolean {
    const { silence } = payment;
    if (!silence || event.seq < silence.seq) return false;
    const { faultId, fault } = silence;
    const about = { paymentId: payment.id, deliveryId: delivery.id, sentence: 'The webhook is never sent.' };
    this.#parts.active.tellFurther(payment.lane, { faultId, fault, ...about, isDropped: true });
    return true;
  }

  /** Called for a delivery that is due. True when it waits for the redirect, which stands in the log then. */
  catchDelivery({ id: deliveryId }: Delivery, { id: paymentId }: Payment): boolean {
    const first = this.#plans.get(paymentId)?.faults.find(({ spec }) => spec.fault === 'redirect-first');
    if (!first) return false;
    this.#awaited.set(deliveryId, paymentId);
    const sentence = 'The webhook waits until the browser was sent back.';
    this.#parts.active.use(first, { paymentId, deliveryId, isFurther: true, waitsFor: 'redirect', sentence });
    return true;
  }

  /** True while its browser has no answer yet. After a restart there is no browser left to wait for. */
  isAwaited(deliveryId: string): boolean {
    return this.#awaited.has(deliveryId);
  }

  /** Resolves when the browser may be answered. @param left aborted when it is gone. */
  async whenDue(paymentId: string, left: AbortSignal): Promise<RedirectPlan | null> {
    const plan = this.#plans.get(paymentId);
    if (!plan) return null;
    const { state, whenFirstAttempted } = this.#parts;
    const payment = state.payments.get(paymentId);
    if (plan.isLast && payment) {
      const gone = new Promise<void>((resolve) => left.addEventListener('abort', () => resolve(), { once: true }));
      await Promise.race([whenFirstAttempted(payment.eventIds), gone]);
    }
    return plan;
  }

  /** The browser was answered, or never will be. */
  async tellAnswered(paymentId: string): Promise<void> {
    const plan = this.#plans.get(paymentId);
    if (!plan) return;
    this.#plans.delete(paymentId);
    const { state, lanes, whenVisited, sendReady } = this.#parts;
    const payment = state.payments.get(paymentId);
    if (plan.webhookAfterMs === null || !payment) return;
    const lane = lanes.of(payment.lane);
    const end = lane.activity.begin();
    try {
      await (whenVisited(paymentId) ?? wait(plan.webhookAfterMs, [lane.closing, this.#stopping.signal]));
      for (const [deliveryId, awaited] of this.#awaited) if (awaited === paymentId) this.#awaited.delete(deliveryId);
      sendReady(paymentId);
    } finally {
      end();
    }
  }

  stop(): void {
    this.#stopping.abort();
  }

  forgetMissing(): void {
    const { payments, deliveries } = this.#parts.state;
    for (const id of [...this.#plans.keys()]) if (!payments.has(id)) this.#plans.delete(id);
    for (const id of [...this.#awaited.keys()]) if (!deliveries.has(id)) this.#awaited.delete(id);
  }
}

/** Browsers run in real time, whatever the clock of the lane says. */
function wait(ms: number, ends: readonly AbortSignal[]): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      for (const end of ends) end.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    for (const end of ends) end.addEventListener('abort', done);
    if (ends.some(({ aborted }) => aborted)) done();
  });
}
