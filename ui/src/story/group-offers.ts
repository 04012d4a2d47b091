import type { OfferView } from '../../../server/http/control/provider-replies.js';
import { showUnseen } from '../format/text.js';

/** An offer as a way to a state. */
export interface OfferToState {
  offer: OfferView;
  /** Where the payment stops; another state than the one asked for when it only passes through that. */
  stopsAt: string;
}

/** Ways to each state that are open now: those that stop there, or, when none does, those that pass through. */
export function groupByState(offers: readonly OfferView[]): Map<string, OfferToState[]> {
  const stopping = new Map<string, OfferToState[]>();
  const passing = new Map<string, OfferToState[]>();
  for (const offer of offers) {
    const stopsAt = offer.leadsTo.at(-1);
    if (offer.obstacle !== null || stopsAt === undefined) continue;
    push(stopping, stopsAt, { offer, stopsAt });
    for (const state of new Set(offer.leadsTo.slice(0, -1))) if (state !== stopsAt) push(passing, state, { offer, stopsAt });
  }
  return new Map([...passing, ...stopping]);
}

/** What cannot be done now, by the reason; what shares a reason shows it once. */
export function groupByReason(offers: readonly OfferView[]): [reason: string, offers: OfferView[]][] {
  const groups = new Map<string, OfferView[]>();
  for (const offer of offers) {
    if (offer.obstacle === null) continue;
    const { message, hint } = offer.obstacle;
    const reason = showUnseen([message, hint].filter(Boolean).map(endSentence).join(' '));
    groups.set(reason, [...(groups.get(reason) ?? []), offer]);
  }
  return [...groups];
}

/** Identifies an offer among those of a payment. */
export function nameOffer({ by, label }: OfferView): string {
  return `${by} ${label}`;
}

function endSentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

function push(groups: Map<string, OfferToState[]>, state: string, way: OfferToState): void {
  groups.set(state, [...(groups.get(state) ?? []), way]);
}
