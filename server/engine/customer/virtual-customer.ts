import { setMaxListeners } from 'node:events';
import { HarnessError } from '../../domain/errors.js';
import type { Payment } from '../../domain/payment.js';
import { toSentence } from '../../domain/sentence.js';
import type { State } from '../../domain/state.js';
import type { EventLog } from '../../log/event-log.js';
import { createRedactor, type Redactor } from '../../log/redact.js';
import type { RecordHead } from '../../protocol/records.js';
import type { CustomerVisited } from '../../protocol/visit-records.js';
import type { Provider, View, VisitRequest } from '../../providers/provider.js';
import type { Transport } from '../../transport/transport.js';
import { maskFailures } from '../delivery/masked-transport.js';
import { findPayment } from '../find-payment.js';
import type { Lanes } from '../lanes/lanes.js';
import { parseAction } from '../parse-action.js';
import { Browser, type Visit } from './browser.js';
import { CookieJars, createJar, type Jar } from './cookie-jars.js';
import { explainHeldRedirect, watchHeldRedirect } from './held-redirect.js';
import { maskUrl, maskVisit } from './mask-visit.js';
import type { BrowserRequest } from './next-hop.js';
import { VISIT_LIMITS, type VisitLimits } from './visit-limits.js';

export interface VirtualCustomerParts {
  log: EventLog;
  state: State;
  lanes: Lanes;
  transport: Transport;
  providerOf(payment: Payment): Provider;
  viewOf(provider: Provider): View;
  /** Base URL at which the harness itself reaches a provider's pages, without trailing slash. */
  pagesUrl(provider: string): string;
  redactorOf(paymentId: string): Redactor;
  /** Aborted when the harness stops. */
  stopping: AbortSignal;
  limits?: VisitLimits;
}

export interface VisitOptions {
  /** Follows no redirect: the customer closes the tab. */
  closesTab?: boolean;
}

export interface TypedVisitOptions {
  /** Takes no cookies along and leaves none behind: another browser. */
  hasFreshCookies?: boolean;
}

/** What is written down beside where it led. */
type VisitHead = Pick<CustomerVisited, 'action' | 'typedUrl' | 'hasFreshCookies'>;

/** Goes through the checkout as a customer's browser does, over the wire, and writes down where that led. */
export class VirtualCustomer {
  readonly #parts: VirtualCustomerParts;
  readonly #jars = new CookieJars();
  readonly #browsing = new Map<string, Promise<Visit>>();

  constructor(parts: VirtualCustomerParts) {
    this.#parts = parts;
  }

  /**
   * Opens the checkout of a payment, does there what `action` says (null: nothing), and follows the browser until a page is left.
   * Whatever the app or the network does ends up in the record, never in an exception.
   * @throws HarnessError `unknown_payment` (404), `invalid_action`, `action_not_possible` (409), `payment_gone` (409), `storage_full` (507).
   */
  async visit(paymentId: string, action: unknown = null, options: VisitOptions = {}): Promise<RecordHead & CustomerVisited> {
    const { providerOf, viewOf } = this.#parts;
    const payment = this.#find(paymentId);
    const provider = providerOf(payment);
    const parsed = action === null ? null : parseAction(provider, provider.customerActions, action);
    const plan = provider.planVisit(payment, parsed, viewOf(provider));
    const base = this.#parts.pagesUrl(payment.provider);
    const requests = plan.map((request) => toBrowserRequest(base, request));
    const browsing = this.#browse(payment, requests, this.#jars.of(payment), options.closesTab === true);
    this.#browsing.set(payment.id, browsing);
    const visit = await browsing.finally(() => {
      if (this.#browsing.get(payment.id) === browsing) this.#browsing.delete(payment.id);
    });
    const secrets = plan.flatMap((request) => request.secrets ?? []);
    return this.#writeDown(payment, visit, { action: parsed }, secrets);
  }

  /**
   * Opens an address of the app that nobody redirected the browser to, as somebody does who types or forges it, with the cookies of the
   * payment's customer, and follows the browser until a page is left. What the app does ends up in the record.
   * @throws HarnessError `unknown_payment` (404), `blocked_target` (400) for what may not be called, `payment_gone` (409), `storage_full` (507).
   */
  async visitTyped(paymentId: string, url: string, options: TypedVisitOptions = {}): Promise<RecordHead & CustomerVisited> {
    const payment = this.#find(paymentId);
    const refusal = await this.#parts.transport.findRefusal(url);
    if (refusal !== null) {
      const hint = refusal.hint === undefined ? {} : { hint: refusal.hint };
      throw new HarnessError('blocked_target', toSentence(`The customer does not go there: ${refusal.message}`), hint);
    }
    const isFresh = options.hasFreshCookies === true;
    const visit = await this.#browse(payment, [{ method: 'GET', url }], isFresh ? createJar() : this.#jars.of(payment), false);
    const head: VisitHead = { action: null, typedUrl: url, ...(isFresh ? { hasFreshCookies: true } : {}) };
    return this.#writeDown(payment, visit, head, []);
  }

  /** Visits and cookies hold on to the object itself. */
  #find(paymentId: string): Payment {
    const { state } = this.#parts;
    const payment = findPayment(state, paymentId);
    state.payments.keepOpen(paymentId);
    return payment;
  }

  async #writeDown(payment: Payment, visit: Visit, head: VisitHead, secrets: readonly string[]) {
    const { log, state, lanes, providerOf, redactorOf } = this.#parts;
    const { secretFields } = providerOf(payment);
    const lane = lanes.of(payment.lane);
    // In a repeatable lane what the visit set off is written before it, whoever was faster.
    if (lane.isRepeatable) await lane.activity.whenIdle();
    if (state.payments.get(payment.id) !== payment) {
      throw new HarnessError('payment_gone', `Payment ${payment.id} was forgotten while its customer was on the way.`, {
        status: 409,
        hint: 'A reset or the end of its lane came in between; create another payment.',
      });
    }
    // Nothing of a form's token stays: it is another one in every run.
    const known = redactorOf(payment.id);
    const ofForms = createRedactor(
      () => secrets,
      () => '[masked]',
    );
    const redact = {
      maskText: (text: string) => known.maskText(ofForms.maskText(text)),
      maskCutText: (text: string) => known.maskCutText(ofForms.maskCutText(text)),
    };
    const record = log.append(payment.lane, lane.clock.nowMs(), {
      type: 'customer.visited',
      paymentId: payment.id,
      ...head,
      ...(head.typedUrl === undefined ? {} : { typedUrl: maskUrl(head.typedUrl, redact, secretFields) }),
      ...maskVisit(visit, redact, secretFields),
    });
    return record as RecordHead & CustomerVisited;
  }

  /** Resolves when the browser has come to its last page; null when it is not on the way with this payment. */
  whenBrowsed(paymentId: string): Promise<unknown> | null {
    return this.#browsing.get(paymentId)?.catch(() => {}) ?? null;
  }

  async #browse(payment: Payment, plan: readonly BrowserRequest[], jar: Jar, closesTab: boolean): Promise<Visit> {
    const { log, lanes, transport, pagesUrl, redactorOf, stopping, limits = VISIT_LIMITS } = this.#parts;
    const base = pagesUrl(payment.provider);
    const leaving = new AbortController();
    const leave = () => leaving.abort();
    const signals = [stopping, lanes.of(payment.lane).closing];
    // As many listeners as visits at a time, which is no leak.
    setMaxListeners(0, ...signals);
    for (const signal of signals) {
      signal.addEventListener('abort', leave);
      if (signal.aborted) leave();
    }
    const held = watchHeldRedirect(log, payment.id);
    const browser = new Browser({
      transport: maskFailures(transport, redactorOf(payment.id)),
      jar,
      pool: `customer of ${payment.id}`,
      signal: leaving.signal,
      limits,
      isCheckout: (url) => url.startsWith(`${base}/`),
      explainSilence: (withinMs) => (held.isHeld ? explainHeldRedirect(withinMs) : null),
    });
    try {
      return await browser.visit(plan, closesTab);
    } finally {
      held.stop();
      for (const signal of signals) signal.removeEventListener('abort', leave);
    }
  }
}

function toBrowserRequest(base: string, { method, path, body }: VisitRequest): BrowserRequest {
  const url = base + path;
  if (body === undefined) return { method, url };
  const isForm = body.kind === 'form';
  return {
    method,
    url,
    body: {
      contentType: isForm ? 'application/x-www-form-urlencoded' : 'application/json',
      text: isForm ? new URLSearchParams({ ...body.fields }).toString() : JSON.stringify(body.value),
    },
  };
}
