import type { LogRecord } from '../../../server/protocol/records.js';
import type { PaymentStory } from '../state/payment-story.js';

export interface DeliveryCounts {
  pending: number;
  acknowledged: number;
  exhausted: number;
  forgotten: number;
}

export function countDeliveries({ deliveries }: Pick<PaymentStory, 'deliveries'>): DeliveryCounts {
  const counts: DeliveryCounts = { pending: 0, acknowledged: 0, exhausted: 0, forgotten: 0 };
  for (const { status } of deliveries.values()) counts[status]++;
  return counts;
}

/** The record that the payment began with; undefined when it is no longer held. */
export function findCreation(story: Pick<PaymentStory, 'records'>): Extract<LogRecord, { type: 'payment.created' }> | undefined {
  for (const record of story.records) if (record.type === 'payment.created') return record;
  return undefined;
}

/** When the first held record of the payment happened, epoch ms. */
export function readStart(story: Pick<PaymentStory, 'records'>): number {
  for (const { at } of story.records) return Date.parse(at);
  return 0;
}

/** The delivery of the newest event, for whoever says "the last one". */
export function findLastDelivery({ deliveries }: Pick<PaymentStory, 'deliveries'>): string | null {
  return [...deliveries.keys()].at(-1) ?? null;
}

/** Due time of the attempt that is made next; null when none is waiting. */
export function findNextAttempt({ deliveries }: Pick<PaymentStory, 'deliveries'>): string | null {
  let next: string | null = null;
  for (const { status, nextAttemptAt } of deliveries.values())
    if (status === 'pending' && nextAttemptAt !== null && (next === null || nextAttemptAt < next)) next = nextAttemptAt;
  return next;
}

/** With the provider's title that is in each: a link with a search is opened before the titles are known. */
const searchTexts = new WeakMap<PaymentStory, { title: string; text: string }>();

/** True when every word stands in the payment's id, provider, reference, status or outcome. `words` in lower case. */
export function matchesWords(story: PaymentStory, title: string, words: readonly string[]): boolean {
  if (words.length === 0) return true;
  let known = searchTexts.get(story);
  if (known?.title !== title) {
    const parts = [story.paymentId, story.provider, title, story.reference, story.status, story.outcome];
    known = { title, text: parts.join('\n').toLowerCase() };
    searchTexts.set(story, known);
  }
  const { text } = known;
  return words.every((word) => text.includes(word));
}
