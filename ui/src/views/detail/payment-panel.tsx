import { UnstyledButton } from '@mantine/core';
import type { LogRecord } from '../../../../server/protocol/records.js';
import { formatTime } from '../../format/dates.js';
import { describeKind } from '../../format/kind.js';
import { formatMoney } from '../../format/money.js';
import { formatQuantity } from '../../format/numbers.js';
import { summarize } from '../../format/summarize.js';
import { describeDeliveryStatus, describeVerdict } from '../../format/verdict.js';
import type { PaymentStory } from '../../state/payment-story.js';
import { isAttemptRunning } from '../../state/record-context.js';
import { CopyButton } from '../common/copy-button.js';
import { VerdictBadge } from '../common/verdict-badge.js';
import classes from './payment-panel.module.css';
import detail from './record-detail.module.css';

/** More would make the pane slow to open; the filter finds the rest. */
const MAX_RECORDS = 200;

interface PaymentPanelProps {
  story: PaymentStory;
  selectedSeq: number;
  onSelect(record: LogRecord): void;
}

/** The story of one payment, in order. */
export function PaymentPanel({ story, selectedSeq, onSelect }: PaymentPanelProps) {
  const shown = story.records.slice(-MAX_RECORDS);
  const leftOut = story.records.length - shown.length;
  return (
    <section className={detail.section} aria-label="Payment">
      <h3 className={detail.heading}>
        <span>
          Payment <span className={classes.id}>{story.paymentId}</span>
        </span>
        <CopyButton text={story.paymentId} subject="payment id" />
      </h3>
      {story.status !== null && story.amountMinor !== null && story.currency !== null && (
        <p className={classes.state}>
          {formatMoney(story.amountMinor, story.currency)}, now <strong>{story.status}</strong>
        </p>
      )}
      {story.deliveries.size > 0 && (
        <ul className={classes.deliveries} aria-label="Deliveries">
          {[...story.deliveries].map(([deliveryId, { endpoint, status }]) => (
            <li key={deliveryId} className={classes.delivery}>
              <span className={classes.endpoint}>{endpoint ?? deliveryId}</span>
              <VerdictBadge verdict={describeDeliveryStatus(status)} />
            </li>
          ))}
        </ul>
      )}
      {leftOut > 0 && <p className={classes.state}>{formatQuantity(leftOut, 'earlier record')} left out</p>}
      <ol className={classes.records}>
        {shown.map((record) => {
          const verdict = describeVerdict(record, isAttemptRunning(record, story));
          return (
            <li key={record.seq}>
              <UnstyledButton
                className={classes.record}
                onClick={() => onSelect(record)}
                aria-current={record.seq === selectedSeq}
              >
                <time className={classes.time} dateTime={record.at}>
                  {formatTime(record.at)}
                </time>
                <span className={classes.kind}>{describeKind(record).label}</span>
                <span className={classes.sentence}>{summarize(record)}</span>
                {verdict && <VerdictBadge verdict={verdict} />}
              </UnstyledButton>
            </li>
          );
        })}
      </ol>
    </section>
  );
}
