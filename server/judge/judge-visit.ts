import type { LogRecord, RecordHead } from '../protocol/records.js';
import type { CustomerVisited } from '../protocol/visit-records.js';
import type { Judgement } from './judgement.js';
import { pointAt } from './say-record.js';

export interface VisitWish {
  /** HTTP status of the last page. */
  status?: number | undefined;
  /** A piece of its address. */
  url?: string | undefined;
  /** A piece of its text. */
  text?: string | undefined;
}

/** How that judgement begins. */
export const NOT_SENT_BACK = 'the customer was not sent back to the app';

/**
 * True when the browser ended where it began, on a page of the provider, and not in the app. The built-in receiver stands in for an app, and
 * an address that was typed is one of the app.
 */
export function isOnCheckout({ hops, page, typedUrl }: Pick<CustomerVisited, 'hops' | 'page' | 'typedUrl'>): boolean {
  const [first] = hops;
  if (!first || page === null || typedUrl !== undefined) return false;
  const [begin, end] = [new URL(first.url), new URL(page.url)];
  return nameHost(begin) === nameHost(end) && !end.pathname.startsWith('/_paystage/');
}

/** Loopback has several names. */
function nameHost({ hostname, port }: URL): string {
  return `${/^(127\.\d+\.\d+\.\d+|\[::1\]|(.+\.)?localhost)$/.test(hostname) ? 'localhost' : hostname}:${port}`;
}

/** The customer's last visit ended on such a page. `records`: those of the payment, oldest first. */
export function judgeVisit(records: readonly LogRecord[], { status, url, text }: VisitWish): Judgement {
  const wishes = [
    ...(status === undefined ? [] : [`status ${status}`]),
    ...(url === undefined ? [] : [`an address with "${url}"`]),
    ...(text === undefined ? [] : [`the text "${text}"`]),
  ];
  const expected = `the customer ends on a page${wishes.length === 0 ? '' : ` with ${wishes.join(', ')}`}`;
  const visit = records.findLast((record): record is RecordHead & CustomerVisited => record.type === 'customer.visited');
  if (!visit) return { isMet: false, expected, seen: 'no visit of the customer', nearest: null };
  const { page } = visit;
  const nearest = pointAt(visit);
  const fail = (seen: string): Judgement => ({ isMet: false, expected, seen, nearest });
  if (page === null) return fail(`the visit ended: ${visit.stoppedBy ?? 'on no page'}`);
  if (isOnCheckout(visit)) return fail(`${NOT_SENT_BACK}; the last page is the checkout, ${page.url} with status ${page.status}`);
  const seen = `${page.url} with status ${page.status}`;
  if (status !== undefined && page.status !== status) return fail(seen);
  if (url !== undefined && !page.url.includes(url)) return fail(seen);
  if (text !== undefined && !(page.body ?? '').includes(text))
    return fail(`${seen}, titled "${page.title ?? ''}", without that text`);
  return { isMet: true, expected, seen, nearest };
}
