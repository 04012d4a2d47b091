import type { Account } from '../../domain/account.js';
import type { Delivery, Payment, PaymentEvent } from '../../domain/payment.js';
import type { State } from '../../domain/state.js';
import type { DeliveryRule, Provider } from '../../providers/provider.js';

export interface DeliveryJobParts {
  state: State;
  providerOf(payment: Payment): Provider;
  accountOf(payment: Payment): Account;
}

/** A delivery with everything that decides how it is made. */
export interface DeliveryJob {
  delivery: Delivery;
  event: PaymentEvent;
  payment: Payment;
  provider: Provider;
  rule: DeliveryRule;
}

/** Undefined when the delivery is gone: evicted, or forgotten by a reset. */
export function findJob(deliveryId: string, parts: DeliveryJobParts): DeliveryJob | undefined {
  const { state } = parts;
  const delivery = state.deliveries.get(deliveryId);
  const event = delivery && state.events.get(delivery.eventId);
  const payment = delivery && state.payments.get(delivery.paymentId);
  if (!delivery || !event || !payment) return undefined;
  const provider = parts.providerOf(payment);
  return { delivery, event, payment, provider, rule: provider.deliveryRule(parts.accountOf(payment)) };
}

/** Deliveries of one line are made in order: the events of one payment at one endpoint. */
export function lineOf(delivery: Delivery): string {
  return `${delivery.paymentId} ${delivery.endpoint}`;
}

/** Due time of the attempt after the last one, or undefined when the schedule is used up. Manual and interrupted attempts use nothing up. */
export function nextDueAtMs({ delivery, rule }: DeliveryJob, nowMs: number): number | undefined {
  const used = delivery.attempts.filter(({ trigger, code }) => trigger === 'scheduled' && code !== 'interrupted').length;
  const delayMs = rule.retryScheduleMs[used - 1];
  return delayMs === undefined ? undefined : nowMs + delayMs;
}
