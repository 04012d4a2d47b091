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
  const seen = `${page.url} with status ${page.status}`;
  if (status !== undefined && page.status !== status) return fail(seen);
  if (url !== undefined && !page.url.includes(url)) return fail(seen);
  if (text !== undefined && !(page.body ?? '').includes(text))
    return fail(`${seen}, titled "${page.title ?? ''}", without that text`);
  return { isMet: true, expected, seen, nearest };
}
