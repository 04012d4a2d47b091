import type { HoldsView } from '../http/control/hold-replies.js';
import { tellHold } from '../reading/holds.js';
import { toClockTime } from './format-time.js';
import type { Paint } from './paint.js';
import { toTerminalText } from './terminal-text.js';

/** What will be held and what waits, as lines, with what to type next. */
export function formatHolds({ holds, held }: HoldsView, paint: Paint): string[] {
  const rules = holds.map((hold) => {
    const { id, target, paymentId, countLeft } = hold;
    return `  ${id}  ${toTerminalText(tellHold({ target, paymentId, count: countLeft }))}`;
  });
  const waiting = held.map(({ id, target, paymentId, event, to, heldAt }) => {
    const what = target === 'delivery' ? `webhook ${event === null ? '' : `"${toTerminalText(event, 60)}" `}to` : 'redirect to';
    return `  ${id}  ${toClockTime(heldAt)}  payment ${toTerminalText(paymentId)}  ${what} ${toTerminalText(to, 300)}`;
  });
  if (rules.length === 0 && waiting.length === 0) return ['Nothing is held, and nothing will be.'];
  return [
    ...(rules.length === 0 ? [] : [paint('strong', 'Will be held'), ...rules]),
    ...(waiting.length === 0 ? [] : [paint('strong', 'Held, waiting for "paystage release <id>"'), ...waiting]),
  ];
}
