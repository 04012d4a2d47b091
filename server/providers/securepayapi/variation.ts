import type { PaymentEvent } from '../../domain/payment.js';
import type { JsonObject } from '../../protocol/records.js';
import type { BodyVariation } from '../provider.js';

/** Keeps the order of the keys and adds new ones at the end, in the form that the sample verifier can check. */
export function varyBody(variations: readonly BodyVariation[], event: PaymentEvent): string {
  if (variations.length === 0) return event.body;
  const payload = JSON.parse(event.body) as JsonObject;
  for (const variation of variations) {
    switch (variation.kind) {
      case 'unknown-field':
        payload[variation.name] = 'not in any documentation';
        break;
      case 'unknown-status':
        payload.status = variation.status;
        break;
      case 'tampered':
        payload.famt = Number(payload.famt) + 100_000;
    }
  }
  return JSON.stringify(payload);
}
