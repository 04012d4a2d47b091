import { DEFAULT_LANE } from '../domain/lane.js';
import type { Payment } from '../domain/payment.js';
import type { State } from '../domain/state.js';
import type { EventLog } from '../log/event-log.js';
import type { PaymentActed } from '../protocol/records.js';
import type { CalledRoute, Change, PaymentActions, Provider, RouteOutcome, RouteRequest, View } from '../providers/provider.js';
import type { Accounts } from './accounts/accounts.js';
import { type Applied, applyChanges } from './decisions.js';
import type { Deliveries } from './delivery/deliveries.js';
import type { RedirectFaults } from './faults/redirect-faults.js';
import type { Lanes } from './lanes/lanes.js';
import { parseAction } from './parse-action.js';
import type { PaymentTimers } from './payment-timers.js';

export interface ProviderDeskParts {
  log: EventLog;
  state: State;
  accounts: Accounts;
  lanes: Lanes;
  /** What each provider reads while it decides. */
  views: ReadonlyMap<string, View>;
  deliveries: Deliveries;
  timers: PaymentTimers;
  redirects: RedirectFaults;
  putSecrets(paymentId: string, secrets: Record<string, string>): Promise<void>;
}

/** Whose call of the control plane an action came with: to a provider they are the same. */
export type ControlSource = Exclude<PaymentActed['source'], 'page'>;

/** Where providers are asked what happens next, and what they say is written down and set going. */
export class ProviderDesk {
  readonly #parts: ProviderDeskParts;

  constructor(parts: ProviderDeskParts) {
    this.#parts = parts;
  }

  viewOf(provider: Provider): View {
    const view = this.#parts.views.get(provider.name);
    if (!view) throw new Error(`${provider.name} is not registered`);
    return view;
  }

  handleRoute(provider: Provider, route: CalledRoute, request: RouteRequest): { outcome: RouteOutcome; applied: Applied } {
    const outcome = route.handle(request, this.viewOf(provider));
    return { outcome, applied: this.#apply(provider, outcome.changes ?? []) };
  }

  /** @throws HarnessError for a malformed action, or one that is not possible now. */
  act(provider: Provider, payment: Payment, actions: PaymentActions, action: unknown, source: ControlSource): Applied {
    const parsed = parseAction(provider, actions, action);
    const { changes } = actions.decide(payment, parsed, this.viewOf(provider));
    return this.#apply(
      provider,
      changes.map((change) => (change.type === 'act' ? { ...change, source } : change)),
    );
  }

  runTimer(provider: Provider, payment: Payment, timer: string): void {
    this.#apply(provider, provider.decideTimer(payment, timer, this.viewOf(provider)));
  }

  #apply(provider: Provider, changes: readonly Change[]): Applied {
    const { log, state, accounts, lanes, deliveries, timers, redirects } = this.#parts;
    redirects.plan(changes);
    return applyChanges(provider, changes, {
      log,
      state,
      nowMs: (lane) => lanes.of(lane).clock.nowMs(),
      laneOf: (accountId) => accounts.get(accountId)?.lane ?? DEFAULT_LANE,
      onAnnounced: (deliveryIds) => deliveries.take(deliveryIds),
      onTimerSet: (paymentId, timer, dueAtMs) => timers.arm(paymentId, timer, dueAtMs),
      onTimerCleared: (paymentId, timer) => timers.disarm(paymentId, timer),
      keepSecrets: (paymentId, values) => this.#parts.putSecrets(paymentId, values),
    });
  }
}
