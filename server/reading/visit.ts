import type { CustomerVisited } from '../protocol/visit-records.js';

type Visit = Pick<CustomerVisited, 'action' | 'typedUrl' | 'hasFreshCookies' | 'hops' | 'page' | 'stoppedBy'>;

/** `customer went to the checkout for “pay” and ended on 200 “Thank you” at http://localhost:3000/thanks`. */
export function tellVisit(visit: Visit): string {
  if (visit.typedUrl !== undefined) return `customer ${tellTyping(visit)} and ${tellVisitEnd(visit)}`;
  const name = visit.action?.action;
  const deed =
    visit.action === null ? 'opened the checkout' : `went to the checkout for “${typeof name === 'string' ? name : 'something'}”`;
  return `customer ${deed} and ${tellVisitEnd(visit)}`;
}

/** `typed http://localhost:3000/thanks by hand`: nobody redirected the browser there. */
export function tellTyping({ typedUrl, hasFreshCookies }: Pick<Visit, 'typedUrl' | 'hasFreshCookies'>): string {
  return `typed ${typedUrl ?? 'an address'} by hand${hasFreshCookies ? ', in another browser,' : ''}`;
}

/** How a visit ended: `ended on 200 “Thank you” at http://localhost:3000/thanks`. */
export function tellVisitEnd({ hops, page, stoppedBy }: Pick<Visit, 'hops' | 'page' | 'stoppedBy'>): string {
  const last = hops.at(-1);
  if (stoppedBy === 'close-tab') return `closed the tab instead of following ${last?.location ?? 'the redirect'}`;
  if (stoppedBy === 'limit') return `gave up after ${hops.length} requests: the redirects never end`;
  if (stoppedBy !== undefined) return `came no further than ${last?.url ?? 'the first request'}: ${stoppedBy}`;
  if (page === null) return 'ended on no page';
  return `ended on ${page.status}${page.title === null ? '' : ` “${page.title}”`} at ${page.url}`;
}

/** True when it ended on a page that is none of an error, or where the customer wanted it to end. */
export function isGoodVisit({ page, stoppedBy }: Pick<Visit, 'page' | 'stoppedBy'>): boolean {
  return stoppedBy === 'close-tab' || (stoppedBy === undefined && page !== null && page.status < 400);
}
