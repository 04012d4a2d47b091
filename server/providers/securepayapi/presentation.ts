import type { Payment } from '../../domain/payment.js';
import type { JsonObject } from '../../protocol/records.js';
import { intentOf, intentStatusOf, toJsonObject } from './intent.js';

/** Facts for the person who watches. The client secret is not among them: it is a credential of the customer's browser. */
export function presentPayment(payment: Payment): JsonObject {
  const intent = intentOf(payment);
  const { secretTail: _secret, plan, expiresAtMs, ...facts } = intent;
  const { externalid, reference, customerid, metadata, descriptor, description, theme, productId, uuid, attempt, card, failure } =
    facts;
  return {
    intentStatus: intentStatusOf(intent),
    expiresAt: new Date(expiresAtMs).toISOString(),
    isHeld: intent.isHeld,
    stepsLeft: plan.map(({ to }) => to),
    ...toJsonObject({
      externalid,
      reference,
      customerid,
      metadata,
      descriptor,
      description,
      theme,
      productId,
      uuid,
      attempt,
      card,
      failure,
    }),
  };
}
