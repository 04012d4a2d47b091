import type { VisitReply } from '../../http/control/visit-replies.js';
import type { JsonObject } from '../../protocol/records.js';
import type { Scope } from './scope.js';

/**
 * Sends the virtual customer to the checkout. Where the way back is held, the step ends as soon as the browser waits; the visit goes on when a
 * later step releases it.
 */
export async function visitCheckout(
  paymentId: string,
  action: JsonObject | null,
  closeTab: boolean,
  scope: Scope,
): Promise<void> {
  const { lane } = scope;
  const customer = lane.customer(paymentId);
  const visit = (): Promise<VisitReply> =>
    action === null ? customer.open(undefined, { closeTab }) : customer.do(action, { closeTab });
  const { holds } = await lane.holds.list();
  const mayBeHeld = holds.some(({ target, paymentId: only }) => target === 'redirect' && (only ?? paymentId) === paymentId);
  if (!mayBeHeld) {
    await visit();
    return;
  }
  const after = (await lane.records({ payment: paymentId })).at(-1)?.seq ?? 0;
  const visiting = visit();
  const held = new AbortController();
  const waiting = lane.waitFor
    .record({ type: 'redirect.held' }, { payment: paymentId, after, within: HELD_LIMIT_MS, signal: held.signal })
    .then(() => 'held' as const);
  // Whichever comes second is of no interest, and its failure is told by the other.
  waiting.catch(() => {});
  try {
    if ((await Promise.race([visiting, waiting])) !== 'held') return;
    visiting.catch(() => {});
    scope.openVisits.push(visiting);
  } finally {
    // A call that still waits keeps the process from its end, also after a visit that was refused.
    held.abort();
  }
}

/** As long as the customer's browser waits, real ms. */
const HELD_LIMIT_MS = 30_000;
