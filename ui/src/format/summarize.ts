import type {
  AccountChanged,
  ApiCalled,
  AttemptStarted,
  BinReceived,
  EventAnnounced,
  LogRecord,
  PaymentActed,
  ResendFinished,
} from '../../../server/protocol/records.js';
import { tellCheckEnd, tellCheckStart, tellFinding } from '../../../server/reading/checks.js';
import { tellFault, tellFaultEnd, tellFaultUse } from '../../../server/reading/faults.js';
import { tellHold, tellHoldEnd, tellRedirectRelease } from '../../../server/reading/holds.js';
import { readOwn } from '../../../server/reading/read-own.js';
import { tellRefusal } from '../../../server/reading/refusal.js';
import { tellResendEnd } from '../../../server/reading/resend.js';
import { tellSource } from '../../../server/reading/source.js';
import { tellVisit } from '../../../server/reading/visit.js';
import { tellAddress, tellPath } from './addresses.js';
import { formatDateTime, formatTime } from './dates.js';
import { formatMoney } from './money.js';
import { formatQuantity } from './numbers.js';
import { shortenPaymentId } from './payment-tag.js';
import { joinWords, shorten, showUnseen, startSentence, toPath } from './text.js';

/** Longer sentences do not fit a line anyway; the whole of them stands in the details. */
export const MAX_SENTENCE_CHARS = 400;

/** The record as one plain sentence. */
export function summarize(record: LogRecord): string {
  return shorten(showUnseen(tell(record)), MAX_SENTENCE_CHARS);
}

function tell(record: LogRecord): string {
  switch (record.type) {
    case 'payment.created': {
      const reference = record.reference === '' ? '' : ` for “${record.reference}”`;
      return `Payment ${shortenPaymentId(record.paymentId)} created: ${formatMoney(record.amountMinor, record.currency)}${reference}`;
    }
    case 'payment.status_changed':
      return `${record.from} → ${record.to}: ${record.text}`;
    case 'payment.amended':
      return record.text;
    case 'payment.timer_set':
      return `Timer “${record.timer}” set for ${formatDateTime(record.dueAt)}`;
    case 'payment.timer_cleared':
      return `Timer “${record.timer}” cleared`;
    case 'payment.acted':
      return tellAction(record);
    case 'event.announced':
      return tellEvent(record);
    case 'attempt.started':
      return startSentence(tellStart(record));
    case 'attempt.finished':
    case 'callback.called':
      return startSentence(record.sentence);
    case 'delivery.requeued':
      return 'Delivery put back to work by hand';
    case 'delivery.held':
      return 'Delivery held: it waits until somebody releases it';
    case 'delivery.released':
      return 'Delivery released by hand';
    case 'delivery.dropped':
      return 'Delivery dropped: nothing more is sent of it';
    case 'resend.finished':
      return tellResend(record);
    case 'hold.set':
      return startSentence(tellHold(record));
    case 'hold.cleared':
      return startSentence(tellHoldEnd(record));
    case 'fault.set':
      return startSentence(tellFault(record));
    case 'fault.used':
      return startSentence(tellFaultUse(record));
    case 'fault.cleared':
      return startSentence(tellFaultEnd(record));
    case 'redirect.held':
      return `Browser held before it goes to ${tellAddress(record.location)}`;
    case 'redirect.released':
      return startSentence(tellRedirectRelease(record));
    case 'redirect.issued':
      return `Browser sent back to ${tellAddress(record.location)}`;
    case 'api.called':
      return tellCall(record);
    case 'page.served':
      return `Browser ${record.request.method === 'POST' ? 'sent a form to' : 'opened'} ${record.route}: ${tellPath(record.request.url, record.provider)}`;
    case 'customer.visited':
      return startSentence(tellVisit(record));
    case 'bin.received':
      return tellReceipt(record);
    case 'account.changed':
      return tellAccount(record);
    case 'clock.changed':
      return record.text;
    case 'harness.notice':
      return record.message;
    case 'check.run_started':
      return startSentence(tellCheckStart(record));
    case 'check.finished':
      return startSentence(tellFinding(record));
    case 'check.run_ended':
      return startSentence(tellCheckEnd(record));
    case 'stage.reset':
      return `Stage reset: lane “${record.lane}” starts from nothing`;
    case 'lane.created':
      return `Lane “${record.lane}” opened${record.isRepeatable ? ', repeatable' : ''}`;
    case 'lane.disposed':
      return `Lane “${record.lane}” disposed: its payments are forgotten, its keys no longer work`;
    default:
      return tellUnknown(record);
  }
}

/** A new type in the contract is a compile error here; at run time only a newer harness gets this far. */
function tellUnknown(record: never): string {
  return `Record of a type that this page does not know: ${(record as LogRecord).type}`;
}

/** `attempt 2 sent`. */
export function tellStart(record: AttemptStarted): string {
  return record.trigger === 'manual' ? `attempt ${record.number} sent by hand` : `attempt ${record.number} sent`;
}

/** What went wrong comes first, where a short line still shows it. */
function tellCall(record: ApiCalled): string {
  const { method, url } = record.request;
  const call = `App called ${record.route}: ${method} ${tellPath(url, record.provider)}`;
  const refusal = tellRefusal(record);
  return refusal === null ? call : `${refusal.charAt(0).toUpperCase()}${refusal.slice(1)}. ${call}`;
}

/** Every receiver stands at an address that ends in its name, so only what comes after it is news. */
function tellReceipt({ bin, request: { method, url } }: BinReceived): string {
  const path = toPath(url);
  const base = `/_paystage/bin/${bin}`;
  return `Receiver “${bin}” got ${method}${path === base ? '' : ` ${tellPath(path, base.slice(1))}`}`;
}

const signingWords: Record<ResendFinished['signing'], string> = {
  fresh: 'signed again',
  kept: 'with the old signature',
  other_key: 'signed with another key',
};

function tellResend(record: ResendFinished): string {
  if (record.note !== undefined) return startSentence(tellResendEnd(record));
  return `Edited and resent, ${readOwn(signingWords, record.signing) ?? record.signing}: ${record.sentence}`;
}

function tellAction(record: PaymentActed): string {
  const { action } = record.action;
  const name = typeof action === 'string' ? action : 'something';
  const who = record.actor === 'customer' ? 'Customer' : 'Provider';
  if (record.source === 'page') return `${who} chose “${name}” ${tellSource(record.source)}`;
  return `${who} played ${tellSource(record.source) || 'by a call'}: “${name}”`;
}

function tellEvent(record: EventAnnounced): string {
  const count = record.deliveries.length;
  return count === 0
    ? `Event “${record.status}” happened; no endpoint is set, so nobody is told`
    : `Event “${record.status}” goes to ${formatQuantity(count, 'endpoint')}`;
}

function tellAccount(record: AccountChanged): string {
  const settings = Object.keys(record.settings);
  const parts = [
    ...(settings.length === 0 ? [] : [`${joinWords(settings)} set`]),
    ...(record.rotatedKeys.length === 0 ? [] : [`${joinWords(record.rotatedKeys)} replaced`]),
    ...(record.passing === undefined ? [] : [`${joinWords(record.passing)} for a while only`]),
  ];
  return `Account: ${parts.length === 0 ? 'nothing changed' : parts.join('; ')} (${record.accountId})`;
}

/** What the record's own sentence leaves out, for the line under it in the details. @param isOver another attempt came after it. */
export function explain(record: LogRecord, isOver = false): string | null {
  switch (record.type) {
    case 'attempt.finished':
      return joinSentences(
        record.hint,
        record.nextAttemptAt === null || isOver ? null : `Next attempt at ${formatTime(record.nextAttemptAt)}.`,
      );
    case 'resend.finished':
      return record.hint ?? null;
    case 'harness.notice':
      return record.hint ?? null;
    default:
      return null;
  }
}

function joinSentences(...sentences: (string | null | undefined)[]): string | null {
  const said = sentences.filter((sentence) => sentence !== null && sentence !== undefined);
  return said.length === 0 ? null : said.join(' ');
}
