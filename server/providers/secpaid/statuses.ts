import type { StatusMeaning } from '../provider.js';

const LINKS_PAGE = 'docs.secpaid.com/concepts/payment-links';

/** States of a payment link. What became of the money (`Pending`, `Success`, refunds) is told by its pay-in, see link.ts. */
export const statuses: Record<string, StatusMeaning> = {
  Unused: { text: 'waiting for the customer', outcome: 'open', isFinal: false, evidence: 'documented', source: LINKS_PAGE },
  Used: { text: 'paid by the customer', outcome: 'succeeded', isFinal: true, evidence: 'documented', source: LINKS_PAGE },
  Cancelled: {
    text: 'cancelled by the customer',
    outcome: 'cancelled',
    isFinal: true,
    evidence: 'documented',
    source: LINKS_PAGE,
  },
  Deleted: { text: 'deleted by the merchant', outcome: 'deleted', isFinal: true, evidence: 'documented', source: LINKS_PAGE },
};

/** A link is used once; nothing leads back to `Unused`. */
export const transitions: Record<string, readonly string[]> = {
  Unused: ['Used', 'Cancelled', 'Deleted'],
};
