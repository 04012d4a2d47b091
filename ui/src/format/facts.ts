import type { CheckEvidence } from '../../../server/protocol/check-records.js';
import type { LogRecord } from '../../../server/protocol/records.js';
import type { VisitedPage, VisitHop } from '../../../server/protocol/visit-records.js';
import { formatDateTime, formatDuration } from './dates.js';
import { formatMoney } from './money.js';
import { formatQuantity } from './numbers.js';
import { startSentence } from './text.js';
import { describeDeliveryStatus } from './verdict.js';

export interface Fact {
  label: string;
  value: string;
  /** Worth copying: an id or an address. */
  isCopyable: boolean;
  /** An address to be opened, where it is one of the web. */
  isLink?: true;
}

/**
 * What the record says beside its sentence and its messages, in the order to read it.
 * @param start where the attempt that it answers began
 * @param isOver true when its delivery was tried again since: what it expected next is no longer to come
 */
export function listFacts(record: LogRecord, start?: LogRecord, isOver = false): Fact[] {
  return [
    ...(start ? [plain('Sent', formatDateTime(start.at))] : []),
    plain('Time', formatDateTime(record.at)),
    { label: 'UTC', value: record.at, isCopyable: true },
    { label: 'Record', value: `${record.seq}`, isCopyable: false },
    ...(record.lane === 'default' ? [] : [{ label: 'Lane', value: record.lane, isCopyable: true }]),
    ...listOwnFacts(record, isOver),
  ];
}

function listOwnFacts(record: LogRecord, isOver: boolean): Fact[] {
  switch (record.type) {
    case 'payment.created':
      return [
        copyable('Payment', record.paymentId),
        copyable('Account', record.accountId),
        plain('Amount', formatMoney(record.amountMinor, record.currency)),
        copyable('Reference', record.reference),
        record.checkoutUrl === null
          ? plain('Checkout', 'in the app’s own page')
          : { ...copyable('Checkout', record.checkoutUrl), isLink: true },
      ];
    case 'payment.status_changed':
      return [
        copyable('Payment', record.paymentId),
        plain('From', record.from),
        plain('To', record.to),
        plain('Outcome', record.outcome),
      ];
    case 'payment.amended':
    case 'payment.acted':
    case 'payment.timer_cleared':
      return [copyable('Payment', record.paymentId)];
    case 'payment.timer_set':
      return [copyable('Payment', record.paymentId), plain('Due', formatDateTime(record.dueAt))];
    case 'event.announced':
      return [
        copyable('Payment', record.paymentId),
        copyable('Event', record.eventId),
        ...record.deliveries.flatMap(({ deliveryId, endpoint }) => [
          copyable('Endpoint', endpoint),
          copyable('Delivery', deliveryId),
        ]),
      ];
    case 'attempt.started':
      return [...listAttemptIds(record), plain('Trigger', record.trigger)];
    case 'attempt.finished':
      return [
        ...listAttemptIds(record),
        plain('Trigger', record.trigger),
        plain('Code', record.code),
        plain('Took', formatDuration(record.latencyMs)),
        ...(record.remoteAddress === undefined ? [] : [copyable('Answered by', record.remoteAddress)]),
        ...(record.location === undefined ? [] : [copyable('Location', record.location)]),
        plain('Delivery is', describeDeliveryStatus(record.deliveryStatus).text),
        ...(record.nextAttemptAt === null || isOver ? [] : [plain('Next attempt', formatDateTime(record.nextAttemptAt))]),
        ...listFaults(record.faults),
        ...(record.copies ?? []).map(({ code, response }, index) =>
          plain(`Copy ${index + 1}`, response ? `answered ${response.status}` : code),
        ),
      ];
    case 'delivery.requeued':
    case 'delivery.held':
    case 'delivery.released':
    case 'delivery.dropped':
      return [copyable('Payment', record.paymentId), copyable('Delivery', record.deliveryId)];
    case 'redirect.issued':
      return [
        copyable('Payment', record.paymentId),
        copyable('Location', record.location),
        plain('Status', `${record.status}`),
        ...listFaults(record.faults),
      ];
    case 'redirect.held':
      return [copyable('Payment', record.paymentId), copyable('Location', record.location)];
    case 'redirect.released':
      return [copyable('Payment', record.paymentId)];
    case 'resend.finished':
      return [
        copyable('Payment', record.paymentId),
        copyable('Event', record.eventId),
        copyable('Delivery', record.deliveryId),
        ...(record.framing === undefined ? [] : [plain('Body sent', 'in chunks, without a length')]),
        ...(record.cutAfterBytes === undefined ? [] : [plain('Cut off after', formatQuantity(record.cutAfterBytes, 'byte'))]),
        ...(record.signedAtOffsetMs === undefined ? [] : [plain('Signed for', tellOffset(record.signedAtOffsetMs))]),
        plain('Code', record.code),
        plain('Took', formatDuration(record.latencyMs)),
        ...(record.remoteAddress === undefined ? [] : [copyable('Answered by', record.remoteAddress)]),
        ...(record.location === undefined ? [] : [copyable('Location', record.location)]),
      ];
    case 'hold.set':
      return record.paymentId === null ? [] : [copyable('Payment', record.paymentId)];
    case 'hold.cleared':
      return [];
    case 'fault.set':
    case 'fault.cleared':
      return [copyable('Fault', record.faultId)];
    case 'fault.used':
      return [
        copyable('Fault', record.faultId),
        ...(record.paymentId === null ? [] : [copyable('Payment', record.paymentId)]),
        ...(record.deliveryId === undefined ? [] : [copyable('Delivery', record.deliveryId)]),
        ...(record.attemptId === undefined ? [] : [copyable('Attempt', record.attemptId)]),
        ...(record.waitsUntil === undefined ? [] : [plain('Waits until', formatDateTime(record.waitsUntil))]),
      ];
    case 'callback.called':
      return [
        copyable('Payment', record.paymentId),
        copyable('URL', record.url),
        plain('Took', formatDuration(record.latencyMs)),
      ];
    case 'api.called':
      return [
        ...(record.paymentId === null ? [] : [copyable('Payment', record.paymentId)]),
        copyable('Account', record.accountId ?? 'not recognised'),
        plain('Took', formatDuration(record.durationMs)),
        ...listFaults(record.faults),
      ];
    case 'page.served':
      return [
        ...(record.paymentId === null ? [] : [copyable('Payment', record.paymentId)]),
        plain('Took', formatDuration(record.durationMs)),
      ];
    case 'customer.visited':
      return [
        copyable('Payment', record.paymentId),
        ...(record.typedUrl === undefined ? [] : [copyable('Typed by hand', record.typedUrl)]),
        ...(record.hasFreshCookies ? [plain('Cookies', 'none: another browser')] : []),
        ...record.hops.map((hop, index) =>
          copyable(`${index + 1}. ${hop.method} → ${hop.status ?? 'no answer'}`, hop.url + tellWay(hop)),
        ),
        ...(record.page ? listPageFacts(record.page) : []),
      ];
    case 'bin.received':
      return [plain('Receiver', record.bin)];
    case 'account.changed':
      return [
        copyable('Account', record.accountId),
        ...record.rotatedKeys.map((key) => plain('Replaced key', key)),
        ...(record.passing ?? []).map((name) => plain('For a while only', name)),
      ];
    case 'clock.changed':
      return [plain('Now', formatDateTime(record.now)), plain('Speed', `${record.speed}×`)];
    case 'harness.notice':
      return [copyable('Code', record.code)];
    case 'lane.created':
      return [
        ...(record.seed === null ? [] : [copyable('Seed', record.seed)]),
        plain('Repeatable', record.isRepeatable ? 'yes' : 'no'),
      ];
    case 'check.run_started':
      return [
        copyable('Run', record.runId),
        copyable('Judged', record.target),
        ...record.checks.map(({ id, title, severity }) => plain(id, `${title} (${severity})`)),
      ];
    case 'check.finished':
      return [copyable('Run', record.runId), plain('Severity', record.severity), ...record.evidence.map(tellEvidence)];
    case 'check.run_ended':
      return [
        copyable('Run', record.runId),
        ...Object.entries(record.counts).map(([verdict, count]) => plain(startSentence(verdict), `${count}`)),
        ...(record.notes ?? []).map((note) => plain('Seen', note)),
      ];
    case 'stage.reset':
    case 'lane.disposed':
      return [];
    default:
      return listNothing(record);
  }
}

/** `an hour earlier than lane time`, in figures. */
function tellOffset(offsetMs: number): string {
  return `${formatDuration(Math.abs(offsetMs))} ${offsetMs < 0 ? 'before' : 'after'} the time it was sent`;
}

function tellEvidence({ name, seq, expected, seen, isMet }: CheckEvidence): Fact {
  const judged = isMet === null ? '' : isMet ? 'as expected: ' : 'not as expected: ';
  return plain(
    name,
    `${judged}${seen}${isMet === true ? '' : `; expected: ${expected}`}${seq === null ? '' : ` (record ${seq})`}`,
  );
}

/** Where the answer sends the browser, as it stood there. */
function tellWay({ location }: VisitHop): string {
  return location === undefined ? '' : ` → ${location}`;
}

function listPageFacts({ url, title, contentType, note }: VisitedPage): Fact[] {
  return [
    copyable('Ended at', url),
    ...(title === null ? [] : [plain('Title', title)]),
    ...(contentType === null ? [] : [plain('Content type', contentType)]),
    ...(note === undefined ? [] : [plain('About the page', note)]),
  ];
}

function listAttemptIds(record: {
  paymentId: string;
  eventId: string;
  deliveryId: string;
  attemptId: string;
  number: number;
}): Fact[] {
  return [
    copyable('Payment', record.paymentId),
    copyable('Event', record.eventId),
    copyable('Delivery', record.deliveryId),
    copyable('Attempt', record.attemptId),
    plain('Number', `${record.number}`),
  ];
}

function listFaults(faults: readonly string[] | undefined): Fact[] {
  return faults === undefined ? [] : [plain(faults.length === 1 ? 'Fault' : 'Faults', faults.join(', '))];
}

function listNothing(_record: never): Fact[] {
  return [];
}

function plain(label: string, value: string): Fact {
  return { label, value, isCopyable: false };
}

function copyable(label: string, value: string): Fact {
  return { label, value, isCopyable: true };
}
