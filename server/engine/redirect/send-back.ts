import type { State } from '../../domain/state.js';
import type { EventLog } from '../../log/event-log.js';
import type { Transport } from '../../transport/transport.js';
import type { RedirectFaults } from '../faults/redirect-faults.js';
import type { Holds } from '../holds/holds.js';
import type { Lane } from '../lanes/lane.js';
import { callInBackground } from './callbacks.js';

/** Where the browser of a payment is to be sent: an absolute URL of the target app. */
export interface Redirect {
  paymentId: string;
  location: string;
  /** Further addresses of the app that are called when the browser leaves: one browser can follow only one redirect. */
  others: readonly string[];
}

export interface SentBack {
  /** False when the browser gets no answer, because a fault drops it or it left before. */
  isAnswered: boolean;
  /** Names of the faults that the redirect met. */
  faults: string[];
}

export interface SendBackParts {
  log: EventLog;
  state: State;
  transport: Transport;
  holds: Holds;
  faults: RedirectFaults;
  /** Aborted when the harness stops. */
  stopping: AbortSignal;
}

/** Sends browsers back to the app: each when nothing stands in its way any more, and written down when it leaves, not before. */
export class SendBack {
  readonly #parts: SendBackParts;

  constructor(parts: SendBackParts) {
    this.#parts = parts;
  }

  /**
   * Resolves when the answer may go.
   * @param left aborted once the browser is answered or gone; null when there is no browser that could be held.
   */
  async pass(redirect: Redirect, lane: Lane, left: AbortSignal | null): Promise<SentBack> {
    const { faults, holds, stopping } = this.#parts;
    const { paymentId } = redirect;
    const tellAnswered = () => void faults.tellAnswered(paymentId);
    if (left?.aborted) tellAnswered();
    else left?.addEventListener('abort', tellAnswered, { once: true });

    const plan = await faults.whenDue(paymentId, left ?? stopping);
    const sentBack = { isAnswered: false, faults: plan?.names ?? [] };
    if (left?.aborted) return sentBack;
    const go = () => {
      if (plan?.isDropped) return;
      sentBack.isAnswered = true;
      this.#writeDown(redirect, lane, sentBack.faults);
      this.#callOthers(redirect, lane);
    };
    if (left) {
      await holds.passRedirect(lane.name, redirect, left, go);
    } else {
      go();
      tellAnswered();
    }
    return sentBack;
  }

  #callOthers({ paymentId, others }: Redirect, lane: Lane): void {
    const { log, state, transport } = this.#parts;
    const payment = state.payments.get(paymentId);
    if (!payment || !lane.isOpen) return;
    for (const url of others) void callInBackground(payment, url, { log, transport, lane });
  }

  #writeDown({ paymentId, location }: Redirect, lane: Lane, faults: string[]): void {
    const { log } = this.#parts;
    // The browser of a lane that was disposed meanwhile is answered all the same.
    if (log.storageProblem || !lane.isOpen) return;
    log.append(lane.name, lane.clock.nowMs(), {
      type: 'redirect.issued',
      paymentId,
      location,
      status: 302,
      ...(faults.length === 0 ? {} : { faults }),
    });
  }
}
