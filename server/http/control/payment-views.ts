import { toMajorText } from '../../domain/money.js';
import type { Attempt, Delivery, Payment } from '../../domain/payment.js';
import { hideCredentials } from '../../domain/url-credentials.js';
import type { Engine } from '../../engine/engine.js';
import type { DeliveryView, PaymentSummary, PaymentView } from './replies.js';

/** A payment without its history, for lists. */
export function presentSummary(engine: Engine, payment: Payment): PaymentSummary {
  const provider = engine.providerOf(payment);
  const account = engine.accounts.get(payment.accountId);
  return {
    id: payment.id,
    provider: payment.provider,
    accountId: payment.accountId,
    lane: payment.lane,
    amount: toMajorText(payment.amountMinor),
    amountMinor: payment.amountMinor,
    currency: payment.currency,
    reference: payment.reference,
    status: payment.status,
    outcome: payment.outcome,
    checkoutUrl: payment.checkoutUrl,
    createdAt: toInstant(payment.createdAtMs),
    updatedAt: toInstant(payment.updatedAtMs),
    details: account ? provider.presentPayment(payment, account) : {},
  };
}

/** A payment with everything that happened to it. */
export function presentPayment(engine: Engine, payment: Payment): PaymentView {
  const { state } = engine;
  return {
    ...presentSummary(engine, payment),
    history: payment.history.map(({ status, text, atMs, seq }) => ({ status, text, at: toInstant(atMs), seq })),
    next: [...(engine.providerOf(payment).transitions[payment.status] ?? [])],
    timers: Object.fromEntries(Object.entries(payment.timers).map(([name, dueAtMs]) => [name, toInstant(dueAtMs)])),
    redirects: payment.redirects.map(({ location, atMs }) => ({ location, at: toInstant(atMs) })),
    events: payment.eventIds
      .flatMap((id) => state.events.get(id) ?? [])
      .map(({ id, status, atMs, contentType, body, plainBody, seq, deliveryIds }) => ({
        id,
        status,
        at: toInstant(atMs),
        contentType,
        body,
        ...(plainBody === undefined ? {} : { plainBody }),
        seq,
        deliveries: deliveryIds.flatMap((deliveryId) => state.deliveries.get(deliveryId) ?? []).map(presentDelivery),
      })),
  };
}

export function presentDelivery(delivery: Delivery): DeliveryView {
  return {
    id: delivery.id,
    endpoint: hideCredentials(delivery.endpoint),
    status: delivery.status,
    nextAttemptAt: delivery.nextAttemptAtMs === null ? null : toInstant(delivery.nextAttemptAtMs),
    heldAt: delivery.heldAtMs === null ? null : toInstant(delivery.heldAtMs),
    attempts: delivery.attempts.map(presentAttempt),
  };
}

function presentAttempt(attempt: Attempt) {
  const { id, number, trigger, startedAtMs, finishedAtMs, code, sentence, statusCode, latencyMs, seq } = attempt;
  return {
    id,
    number,
    trigger,
    startedAt: toInstant(startedAtMs),
    finishedAt: finishedAtMs === null ? null : toInstant(finishedAtMs),
    code,
    sentence,
    statusCode,
    latencyMs,
    seq,
  };
}

function toInstant(epochMs: number): string {
  return new Date(epochMs).toISOString();
}
