import type { HoldsView } from '../../../../server/http/control/hold-replies.js';

type Hold = HoldsView['holds'][number];
type Held = HoldsView['held'][number];

/** `2 held · 1 hold`; null when nothing is held and nothing will be. */
export function describeBadge({ holds, held }: HoldsView): string | null {
  const parts = [
    ...(held.length === 0 ? [] : [`${held.length} held`]),
    ...(holds.length === 0 ? [] : [`${holds.length} ${holds.length === 1 ? 'hold' : 'holds'}`]),
  ];
  return parts.length === 0 ? null : parts.join(' · ');
}

/** `The next 2 webhooks of payment 50001`. */
export function describeHold({ target, countLeft, paymentId }: Hold): string {
  const noun = target === 'delivery' ? 'webhook' : 'redirect';
  const what = countLeft === null ? `Every ${noun}` : countLeft === 1 ? `The next ${noun}` : `The next ${countLeft} ${noun}s`;
  return paymentId === null ? what : `${what} of payment ${paymentId}`;
}

/** `Webhook “Success”`. */
export function describeHeld({ target, event }: Held): string {
  if (target === 'redirect') return 'Redirect';
  return event === null ? 'Webhook' : `Webhook “${event}”`;
}

/** Whoever waits longest comes first. */
export function sortHeld(held: readonly Held[]): Held[] {
  return [...held].sort((one, other) => one.heldAt.localeCompare(other.heldAt));
}
