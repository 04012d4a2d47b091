import { HarnessError } from '../domain/errors.js';
import type { Payment } from '../domain/payment.js';
import type { JsonObject } from '../protocol/records.js';
import type { Change } from './change.js';
import type { ActionOffer } from './offer.js';
import type { PaymentActions } from './provider.js';
import type { IdSource, View } from './view.js';

export type OfferDraft = Pick<ActionOffer, 'by' | 'label' | 'action'>;

/** Real ids are not used up by somebody who only looks, or a seeded run would not repeat. */
const blankIds: IdSource = {
  hex: (length) => '0'.repeat(length),
  alphanumeric: (length) => '0'.repeat(length),
  uuid: () => '00000000-0000-4000-8000-000000000000',
};

/** The two sets of actions of a provider, and what follows from changes without anybody doing anything. */
export interface OfferSource {
  customer: PaymentActions;
  staff: PaymentActions;
  /** Statuses that timers bring once the changes are made; none where nothing goes on by itself. */
  findLater?(payment: Payment, changes: readonly Change[]): readonly string[];
}

/**
 * The offer with what the decision itself says about it: deciding is pure, so it is asked in advance, and neither the way nor the reason
 * against it can differ from what happens. The way includes what timers bring later.
 */
export function foreseeOffer(draft: OfferDraft, payment: Payment, view: View, source: OfferSource): ActionOffer {
  const { schema, decide } = source[draft.by];
  try {
    const { changes } = decide(payment, schema.parse(draft.action) satisfies JsonObject, { ...view, idsOf: () => blankIds });
    const leadsTo = changes.flatMap((change) => (change.type === 'change_status' ? [change.to] : []));
    const later = source.findLater?.(payment, changes) ?? [];
    return { ...draft, leadsTo: [...leadsTo, ...later], obstacle: null };
  } catch (error) {
    if (!(error instanceof HarnessError)) throw error;
    return { ...draft, leadsTo: [], obstacle: { message: error.message, hint: error.hint ?? '' } };
  }
}

export function byCustomer(label: string, action: JsonObject): OfferDraft {
  return { by: 'customer', label, action };
}

export function byStaff(label: string, action: JsonObject): OfferDraft {
  return { by: 'staff', label, action };
}
