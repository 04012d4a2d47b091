import type { LogRecord } from '../../../server/protocol/records.js';
import { formatTime } from '../format/dates.js';
import { showUnseen } from '../format/text.js';
import { describeVerdict } from '../format/verdict.js';
import { isSent, type SentRecord } from '../resend/source.js';
import type { PaymentStory } from '../state/payment-story.js';

/** What was sent to the app for a payment, beside the record that is shown. */
export interface Comparable {
  /** Of the same delivery, in order, with the record itself. */
  siblings: readonly SentRecord[];
  /** Of other deliveries of the payment, in order. */
  others: readonly SentRecord[];
}

/** The attempts and resends that a record can be compared with; null for a record that is none of them. */
export function listComparable(record: LogRecord, story: PaymentStory | undefined): Comparable | null {
  if (!isSent(record)) return null;
  const sent = (story?.records ?? []).filter(isSent);
  const isSibling = ({ deliveryId }: SentRecord) => deliveryId === record.deliveryId;
  const siblings = sent.filter(isSibling);
  return {
    siblings: siblings.some(({ seq }) => seq === record.seq)
      ? siblings
      : [...siblings, record].sort((one, other) => one.seq - other.seq),
    others: sent.filter((other) => !isSibling(other)),
  };
}

/** `Attempt 2, 03:05:12.120: not acknowledged (500)`. `event`: the word of the event, where more than one is listed. */
export function nameSent(record: SentRecord, event?: string): string {
  const name = record.type === 'attempt.finished' ? `Attempt ${record.number}` : 'Resend';
  const status = record.response ? ` (${record.response.status})` : '';
  const of = event === undefined ? '' : ` of “${event}”`;
  return showUnseen(`${name}${of}, ${formatTime(record.at)}: ${describeVerdict(record)?.text ?? record.code}${status}`);
}
