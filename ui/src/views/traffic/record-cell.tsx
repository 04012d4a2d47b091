import type { CSSProperties } from 'react';
import type { LogRecord } from '../../../../server/protocol/records.js';
import type { ColumnId } from '../../columns/columns.js';
import { formatTime } from '../../format/dates.js';
import { describeKind } from '../../format/kind.js';
import { formatAttemptNumber, formatLatency, formatStatusCode } from '../../format/measures.js';
import { pickPaymentHue, shortenPaymentId } from '../../format/payment-tag.js';
import { summarizeIn } from '../../format/summarize-in.js';
import { showUnseen } from '../../format/text.js';
import { describeVerdict } from '../../format/verdict.js';
import { paymentIdOf } from '../../state/payment-story.js';
import type { RecordContext } from '../../state/record-context.js';
import { VerdictBadge } from '../common/verdict-badge.js';
import classes from './record-list.module.css';

interface RecordCellProps {
  id: ColumnId;
  record: LogRecord;
  provider: string | null;
  event: RecordContext['event'];
  endpoint: string | null;
  isRunning: boolean;
  onOpenPayment(paymentId: string): void;
}

/** One column of a line. */
export function RecordCell({ id, record, provider, event, endpoint, isRunning, onOpenPayment }: RecordCellProps) {
  switch (id) {
    case 'record':
      return <span className={classes.number}>{record.seq}</span>;
    case 'time':
      return <span className={classes.time}>{formatTime(record.at)}</span>;
    case 'kind':
      return <span className={classes.kind}>{describeKind(record).label}</span>;
    case 'provider':
      return <span className={classes.faint}>{provider && showUnseen(provider)}</span>;
    case 'payment':
      return <PaymentTag paymentId={paymentIdOf(record)} onOpen={onOpenPayment} />;
    case 'event':
      return <span className={classes.faint}>{event && showUnseen(event.status)}</span>;
    case 'sentence':
      return <span className={classes.sentence}>{summarizeIn(record, { event, endpoint })}</span>;
    case 'endpoint':
      return <span className={classes.faint}>{endpoint && showUnseen(endpoint.replace(/^https?:\/\//, ''))}</span>;
    case 'code':
      return <span className={classes.number}>{formatStatusCode(record)}</span>;
    case 'attempt':
      return <span className={classes.number}>{formatAttemptNumber(record)}</span>;
    case 'latency':
      return <span className={classes.number}>{formatLatency(record)}</span>;
    case 'verdict': {
      const verdict = describeVerdict(record, isRunning);
      return <span className={classes.verdict}>{verdict && <VerdictBadge verdict={verdict} />}</span>;
    }
  }
}

function PaymentTag({ paymentId, onOpen }: { paymentId: string | null; onOpen(paymentId: string): void }) {
  if (paymentId === null) return <span />;
  return (
    <span className={classes.tagCell}>
      {/* biome-ignore lint/a11y/useKeyWithClickEvents lint/a11y/noStaticElementInteractions: a shortcut for the mouse; the keyboard has p, and the button in the details */}
      <span
        className={classes.payment}
        style={{ '--hue': pickPaymentHue(paymentId) } as CSSProperties}
        title={`Open payment ${paymentId}`}
        onClick={(click) => {
          click.stopPropagation();
          onOpen(paymentId);
        }}
      >
        {showUnseen(shortenPaymentId(paymentId))}
      </span>
    </span>
  );
}
