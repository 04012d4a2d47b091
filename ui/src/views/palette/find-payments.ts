import { showUnseen } from '../../format/text.js';
import type { Command } from '../../keys/command.js';
import type { PaymentStory } from '../../state/payment-story.js';

const MAX_FOUND = 8;
const GROUP = 'Payments';

/**
 * Commands that open the payments of which id, reference, status or provider hold every word that was typed, the newest first. An id that the
 * page does not hold can be asked for by name: `open payment 50001`.
 */
export function findPayments(
  payments: ReadonlyMap<string, PaymentStory>,
  typed: string,
  open: (paymentId: string) => void,
): Command[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [];
  const found: Command[] = [];
  for (const story of [...payments.values()].reverse()) {
    const text = describe(story).toLowerCase();
    if (!words.every((word) => text.includes(word))) continue;
    found.push(make(story.paymentId, showUnseen(describe(story)), open));
    if (found.length === MAX_FOUND) return found;
  }
  const [, named] = /^open\s+payment\s+(\S+)\s*$/i.exec(typed) ?? [];
  return found.length === 0 && named !== undefined ? [make(named, `Open payment ${showUnseen(named)}`, open)] : found;
}

function describe({ paymentId, reference, status, provider }: PaymentStory): string {
  const facts = [reference, status, provider].filter((fact) => fact !== null && fact !== '');
  return `Open payment ${paymentId}${facts.length === 0 ? '' : ` (${facts.join(', ')})`}`;
}

function make(paymentId: string, title: string, open: (paymentId: string) => void): Command {
  return { id: `open-payment-${paymentId}`, title, group: GROUP, run: () => open(paymentId) };
}
