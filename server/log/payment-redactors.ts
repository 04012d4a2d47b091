import type { Redactor } from './redact.js';
import { createRedactor } from './redact.js';

/** A payment is mostly told about several times within a moment. */
const MAX_KEPT = 100;

/**
 * Finds what hides the secrets that may stand in something about a payment: those of everybody, and its own. A stage keeps thousands of
 * payments, so a payment's own are looked for where it is concerned and nowhere else.
 * @param secretsOf values that a payment keeps secret.
 */
export function createPaymentRedactors(
  shared: Redactor,
  secretsOf: (paymentId: string) => readonly string[],
): (paymentId: string | null | undefined) => Redactor {
  const newest = new Map<string, { of: string; redactor: Redactor }>();
  return (paymentId) => {
    const secrets: readonly string[] = paymentId == null ? [] : secretsOf(paymentId);
    if (paymentId == null || secrets.length === 0) return shared;
    const of = secrets.join('\n');
    const known = newest.get(paymentId);
    if (known?.of === of) return known.redactor;
    const values = Object.freeze([...secrets]);
    const redactor = join(
      shared,
      createRedactor(() => values),
    );
    newest.set(paymentId, { of, redactor });
    const [oldest] = newest.keys();
    if (newest.size > MAX_KEPT && oldest !== undefined) newest.delete(oldest);
    return redactor;
  };
}

function join(shared: Redactor, own: Redactor): Redactor {
  return {
    hasSecret: (text) => shared.hasSecret(text) || own.hasSecret(text),
    maskText: (text) => own.maskText(shared.maskText(text)),
    // The other one may have taken off the end already; what it left of it is whole.
    maskCutText: (text) => own.maskCutText(shared.maskCutText(text)),
    maskCredential: shared.maskCredential,
  };
}
