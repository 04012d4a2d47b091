import { type CSSProperties, memo } from 'react';
import type { LogRecord } from '../../../../server/protocol/records.js';
import { formatDateTime, formatTime } from '../../format/dates.js';
import { describeKind } from '../../format/kind.js';
import { formatAttemptNumber, formatLatency } from '../../format/measures.js';
import { pickPaymentHue, shortenPaymentId } from '../../format/payment-tag.js';
import { summarizeIn } from '../../format/summarize-in.js';
import { describeVerdict } from '../../format/verdict.js';
import { paymentIdOf } from '../../state/payment-story.js';
import type { RecordContext } from '../../state/record-context.js';
import { VerdictBadge } from '../common/verdict-badge.js';
import classes from './record-list.module.css';

interface RecordRowProps {
  record: LogRecord;
  provider: string | null;
  event: RecordContext['event'];
  endpoint: string | null;
  isRunning: boolean;
  isSelected: boolean;
  index: number;
  count: number;
  rowHeight: number;
  onSelect(record: LogRecord): void;
  onPickPayment(paymentId: string): void;
}

/** One record. Everything in it is text from the wire and stands there as text. */
export const RecordRow = memo(function RecordRow(props: RecordRowProps) {
  const { record, provider, event, endpoint, isRunning, isSelected, index, count, rowHeight, onSelect, onPickPayment } = props;
  const { label, family } = describeKind(record);
  const verdict = describeVerdict(record, isRunning);
  const sentence = summarizeIn(record, { event, endpoint });
  const paymentId = paymentIdOf(record);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keys of a listbox are heard by the list, see use-shortcuts.ts
    <div
      id={`record-${record.seq}`}
      className={classes.row}
      role="option"
      tabIndex={-1}
      aria-selected={isSelected}
      aria-posinset={index + 1}
      aria-setsize={count}
      data-family={family}
      data-has-verdict={verdict !== null}
      style={{ height: rowHeight, transform: `translateY(${index * rowHeight}px)` }}
      onClick={() => onSelect(record)}
    >
      <time className={classes.time} dateTime={record.at} title={formatDateTime(record.at)}>
        {formatTime(record.at)}
      </time>
      <span className={classes.kind}>{label}</span>
      <span className={classes.about} data-has-payment={paymentId !== null}>
        <span className={classes.provider}>{provider}</span>
        {paymentId !== null && (
          // biome-ignore lint/a11y/useKeyWithClickEvents lint/a11y/noStaticElementInteractions: a shortcut for the mouse; keys have the button in the details
          <span
            className={classes.payment}
            style={{ '--hue': pickPaymentHue(paymentId) } as CSSProperties}
            title={`Payment ${paymentId}: show only this one`}
            onClick={(click) => {
              click.stopPropagation();
              onPickPayment(paymentId);
            }}
          >
            {shortenPaymentId(paymentId)}
          </span>
        )}
      </span>
      <span className={classes.sentence} title={sentence}>
        {sentence}
      </span>
      <span className={classes.measures}>
        <span className={classes.attempt}>{formatAttemptNumber(record)}</span>
        <span className={classes.latency}>{formatLatency(record)}</span>
      </span>
      {verdict && (
        <span className={classes.verdict}>
          <VerdictBadge verdict={verdict} />
        </span>
      )}
    </div>
  );
});
