import type { PaymentStory } from '../state/payment-story.js';
import { matchesWords } from './payment-facts.js';

/** The payments in the order in which they are listed, as one search wants them. */
export interface PaymentOrder {
  /** Newest first. */
  stories: readonly PaymentStory[];
  /** How many payments the search leaves out. */
  hiddenCount: number;
  /** How many came in at the top since the list is held. */
  newCount: number;
}

export interface PaymentSearch {
  /** Lower case; all of them must be found. */
  words: readonly string[];
  /** Of the providers, by name. */
  titles: ReadonlyMap<string, string>;
}

/** Words of a search as it was typed. */
export function splitSearch(typed: string): string[] {
  return typed.toLowerCase().split(/\s+/).filter(Boolean);
}

/** Newest first, those that match. */
export function orderPayments(payments: ReadonlyMap<string, PaymentStory>, search: PaymentSearch): PaymentOrder {
  const stories: PaymentStory[] = [];
  for (const story of payments.values())
    if (matchesWords(story, search.titles.get(story.provider ?? '') ?? '', search.words)) stories.push(story);
  stories.reverse();
  return { stories, hiddenCount: payments.size - stories.length, newCount: 0 };
}

/**
 * The same lines as in `held`, each as it is now, whatever came or changed since: what somebody reads does not move away under them.
 * A payment that the page no longer holds stays as it was last seen.
 */
export function holdOrder(held: PaymentOrder, payments: ReadonlyMap<string, PaymentStory>, current: PaymentOrder): PaymentOrder {
  const first = held.stories[0]?.paymentId;
  const index = current.stories.findIndex(({ paymentId }) => paymentId === first);
  return {
    stories: held.stories.map((story) => payments.get(story.paymentId) ?? story),
    hiddenCount: current.hiddenCount,
    newCount: index < 0 ? current.stories.length : index,
  };
}
