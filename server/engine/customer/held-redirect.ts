import { sayDuration } from '../../domain/duration.js';
import type { EventLog } from '../../log/event-log.js';

/** Notes whether somebody holds the answer that sends the payment's browser back. Call `stop` when nobody asks any more. */
export function watchHeldRedirect(log: Pick<EventLog, 'subscribe'>, paymentId: string) {
  let isHeld = false;
  const stop = log.subscribe((record) => {
    if (!('paymentId' in record) || record.paymentId !== paymentId) return;
    if (record.type === 'redirect.held') isHeld = true;
    // A browser that gave up waiting is no release.
    else if (record.type === 'redirect.released' && record.reason !== 'browser_left') isHeld = false;
  });
  return {
    get isHeld(): boolean {
      return isHeld;
    },
    stop,
  };
}

export function explainHeldRedirect(withinMs: number): string {
  return `the redirect is held, and nobody released it within ${sayDuration(withinMs)}`;
}
