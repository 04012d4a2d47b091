import { Button, UnstyledButton } from '@mantine/core';
import type { LogRecord } from '../../../../server/protocol/records.js';
import { formatTime } from '../../format/dates.js';
import { describeKind } from '../../format/kind.js';
import { formatMoney } from '../../format/money.js';
import { formatQuantity } from '../../format/numbers.js';
import { summarizeIn } from '../../format/summarize-in.js';
import { showUnseen } from '../../format/text.js';
import { describeDeliveryStatus, describeVerdict } from '../../format/verdict.js';
import { isMinor } from '../../state/minor.js';
import type { PaymentStory } from '../../state/payment-story.js';
import { readContext } from '../../state/record-context.js';
import { CopyButton } from '../common/copy-button.js';
import { VerdictBadge } from '../common/verdict-badge.js';
import classes from './payment-panel.module.css';
import detail from './record-detail.module.css';

/** More would make the pane slow to open; the filter finds the rest. */
const MAX_RECORDS = 200;

interface PaymentPanelProps {
  story: PaymentStory;
  selectedSeq: number;
  isFolding: boolean;
  onSelect(record: LogRecord): void;
  onPickPayment(paymentId: string): void;
}

/** The story of one payment, in order. */
export function PaymentPanel({ story, selectedSeq, isFolding, onSelect, onPickPayment }: PaymentPanelProps) {
  const isAnswered = (record: LogRecord) => record.type === 'attempt.started' && !story.runningAttemptIds.has(record.attemptId);
  const listed = isFolding ? story.records.filter((record) => !isMinor(record, isAnswered(record))) : story.records;
  const shown = listed.slice(-MAX_RECORDS);
  const leftOut = listed.length - shown.length;
  return (
    <section className={detail.section} aria-label="Payment">
      <h3 className={detail.heading}>
        <span>
          Payment <span className={classes.id}>{showUnseen(story.paymentId)}</span>
        </span>
        <CopyButton text={story.paymentId} subject="payment id" />
        <Button variant="default" size="compact-xs" onClick={() => onPickPayment(story.paymentId)}>
          Show only this payment
        </Button>
      </h3>
      {story.status !== null && story.amountMinor !== null && story.currency !== null && (
        <p className={classes.state}>
          {showUnseen(formatMoney(story.amountMinor, story.currency))}, now <strong>{showUnseen(story.status)}</strong>
        </p>
      )}
      {story.deliveries.size > 0 && (
        <ul className={classes.deliveries} aria-label="Deliveries">
          {[...story.deliveries].map(([deliveryId, { endpoint, status }]) => (
            <li key={deliveryId} className={classes.delivery}>
              <span className={classes.endpoint}>{showUnseen(endpoint ?? deliveryId)}</span>
              <VerdictBadge verdict={describeDeliveryStatus(status)} />
            </li>
          ))}
        </ul>
      )}
      {leftOut > 0 && <p className={classes.state}>{formatQuantity(leftOut, 'earlier record')} left out</p>}
      <ol className={classes.records}>
        {shown.map((record) => {
          const context = readContext(record, story);
          const verdict = describeVerdict(record, context.isRunning);
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
                <span className={classes.sentence}>{summarizeIn(record, context)}</span>
                {verdict && <VerdictBadge verdict={verdict} />}
              </UnstyledButton>
            </li>
          );
        })}
      </ol>
    </section>
  );
}
