import type { CheckEvidence } from '../../protocol/check-records.js';
import type { ExamPayment } from '../../providers/exam.js';
import type { Exam } from '../exam/exam.js';
import { InconclusiveError } from '../exam/inconclusive-error.js';
import type { Opened } from '../exam/order.js';
import { fillAddress, findNames } from '../exam/templates.js';

/** Addresses to which a browser of a payment may come back, on the app that is checked. */
export interface CallbackAddresses {
  success(payment: ExamPayment): string;
  cancel(payment: ExamPayment): string;
  forgeries(payment: ExamPayment): { name: string; url: string }[];
}

/** @throws InconclusiveError where browsers are not sent back. */
export async function readCallback(exam: Exam): Promise<CallbackAddresses> {
  const { callback: rules, pageReturn } = exam.profile;
  const url = exam.callback;
  if (pageReturn && url !== null) return readPageReturn(exam, url);
  if (!rules || url === null) throw new InconclusiveError('it needs --callback, the address where browsers come back to');
  const account = await exam.account();
  return {
    success: (payment) => rules.success(url, payment, account),
    cancel: (payment) => rules.cancel(url, payment, account),
    forgeries: (payment) => rules.forgeries(url, payment, account),
  };
}

/** Nobody but the page opens it, so there is one form of it for each payment. @throws InconclusiveError for one that names no payment. */
function readPageReturn({ profile }: Exam, template: string): CallbackAddresses {
  const fill = (payment: ExamPayment) => fillAddress(template, profile.nameValues(payment));
  if (findNames(template).length === 0)
    throw new InconclusiveError(
      '--callback is the same for all orders; put {externalid} or {id} where your page says which one it is',
    );
  return {
    success: fill,
    cancel: fill,
    forgeries: (payment) => [{ name: `the address that the page opens once ${profile.pageReturn?.once}`, url: fill(payment) }],
  };
}

export function sayPage({ status }: Opened): string {
  return status === null ? 'no answer' : `a page with ${status}`;
}

export function tellOpened(opened: Opened, expected: string, isMet: boolean | null): CheckEvidence {
  return { name: opened.name, seq: opened.seq, expected, seen: sayPage(opened), isMet };
}

/** The app has to show a page to a browser that comes back rightly. @throws InconclusiveError when it does not: then nothing says what it makes of others. */
export function demandPage(opened: Opened): CheckEvidence {
  if (opened.status === null || opened.status >= 400)
    throw new InconclusiveError(`${opened.name} got ${sayPage(opened)}; see that --callback is the right address`);
  return tellOpened(opened, 'a page', true);
}
