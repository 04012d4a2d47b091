import { createHmac } from 'node:crypto';
import type { Delivery, PaymentEvent } from '../domain/payment.js';
import type { State } from '../domain/state.js';
import type { IdSource, Provider, View } from '../providers/provider.js';
import type { Accounts } from './accounts/accounts.js';
import type { CallWindows } from './accounts/call-windows.js';
import type { SeededNumbers } from './lanes/seeded-numbers.js';
import type { Clock } from './time/clock.js';

export interface ViewParts {
  state: State;
  accounts: Accounts;
  idsOf(lane: string): IdSource;
  /** Null in a lane without a seed: there everybody counts together. */
  numbersOf(lane: string): SeededNumbers | null;
  clockOf(lane: string): Clock;
  /** Base URL of a provider as customers and apps reach it. */
  providerUrl(provider: string): string;
  secretOf(paymentId: string, name: string): string | undefined;
  /** Key of the form tokens; the same for as long as the data folder lives, so that an open page survives a restart. */
  formKey: string;
  windows: CallWindows;
}

/** What one provider may read while it decides: its own accounts and payments, the lane's time, fresh ids. */
export function createView(provider: Provider, parts: ViewParts): View {
  const { state, accounts } = parts;
  return {
    idsOf: parts.idsOf,
    nowMs: (lane) => parts.clockOf(lane).nowMs(),
    get providerUrl() {
      return parts.providerUrl(provider.name);
    },
    accounts: () => accounts.of(provider.name),
    accountByKey: (keyName, value) => accounts.byKey(provider.name, keyName, value),
    account: (id) => accounts.get(id),
    payment(id) {
      const payment = state.payments.get(id);
      return payment?.provider === provider.name ? payment : undefined;
    },
    *paymentsOf(accountId) {
      const heads = [...state.payments.heads()].filter((head) => head.accountId === accountId);
      for (const { id } of heads.reverse()) {
        const payment = state.payments.peek(id);
        if (payment) yield payment;
      }
    },
    eventsOf: (payment) => payment.eventIds.flatMap((id) => state.events.get(id) ?? []) satisfies PaymentEvent[],
    deliveriesOf: (event) => event.deliveryIds.flatMap((id) => state.deliveries.get(id) ?? []) satisfies Delivery[],
    nextNumber(first, lane) {
      const numbers = parts.numbersOf(lane);
      if (!numbers) return Math.max(first, (state.highestNumber.get(provider.name) ?? 0) + 1);
      let number = numbers.next(provider.name);
      while (state.payments.has(String(number))) number = numbers.next(provider.name);
      return number;
    },
    secretOf: parts.secretOf,
    formToken: (paymentId) =>
      createHmac('sha256', parts.formKey).update(`${provider.name}:${paymentId}`).digest('base64url').slice(0, 32),
    countCall: (lane, bucket, windowMs) => parts.windows.count(lane, `${provider.name}:${bucket}`, windowMs),
  };
}
