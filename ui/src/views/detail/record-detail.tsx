import { Button, CloseButton } from '@mantine/core';
import { useEffect, useRef } from 'react';
import type { LogRecord } from '../../../../server/protocol/records.js';
import { listFacts } from '../../format/facts.js';
import { describeKind } from '../../format/kind.js';
import { listMessages } from '../../format/messages.js';
import { explain } from '../../format/summarize.js';
import { summarizeIn } from '../../format/summarize-in.js';
import { showUnseen } from '../../format/text.js';
import { describeVerdict } from '../../format/verdict.js';
import { goTo } from '../../routing/use-place.js';
import type { ProviderEnvironment } from '../../state/environment.js';
import { type PaymentStory, paymentIdOf } from '../../state/payment-story.js';
import { findStart, hasNewerAttempt, lookUpContext } from '../../state/record-context.js';
import { VerdictBadge } from '../common/verdict-badge.js';
import { useInternalData } from '../use-internal-data.js';
import { BodyPane } from './body-pane.js';
import { FactList } from './fact-list.js';
import { PaymentPanel } from './payment-panel.js';
import classes from './record-detail.module.css';
import { WireMessagePane } from './wire-message-pane.js';

interface RecordDetailProps {
  record: LogRecord;
  payments: ReadonlyMap<string, PaymentStory>;
  providers: readonly ProviderEnvironment[];
  isNarrow: boolean;
  isFolding: boolean;
  onSelect(record: LogRecord): void;
  onPickPayment(paymentId: string): void;
  onClose(): void;
}

/** Everything about one record, the sentence first. */
export function RecordDetail(props: RecordDetailProps) {
  const { record, payments, providers, isNarrow, isFolding, onSelect, onPickPayment, onClose } = props;
  const closeRef = useRef<HTMLButtonElement>(null);
  const topRef = useRef<HTMLDivElement>(null);
  const context = lookUpContext(record, payments);
  const verdict = describeVerdict(record, context.isRunning);
  const paymentId = paymentIdOf(record);
  const story = paymentId === null ? undefined : payments.get(paymentId);
  const internalData = useInternalData(context.provider);
  const { wire, attachments } = listMessages(record, context.event, internalData);
  const isOver = hasNewerAttempt(record, story);
  const explanation = explain(record, isOver);
  const provider = providers.find(({ name }) => name === context.provider)?.title ?? context.provider;

  // biome-ignore lint/correctness/useExhaustiveDependencies: another record is read from its beginning
  useEffect(() => {
    topRef.current?.scrollIntoView({ block: 'start' });
  }, [record.seq]);
  useEffect(() => {
    if (isNarrow) closeRef.current?.focus();
  }, [isNarrow]);

  return (
    <div ref={topRef} className={classes.detail}>
      <div className={classes.top}>
        <span className={classes.kind}>
          {describeKind(record).label}
          {provider !== null && ` · ${showUnseen(provider)}`}
        </span>
        {verdict && <VerdictBadge verdict={verdict} />}
        <Button
          variant="default"
          size="compact-xs"
          className={classes.open}
          title="The whole exchange: hex, signature check, comparison, copy as (d)"
          onClick={() => goTo({ view: 'exchange', seq: record.seq, compareWith: null })}
        >
          Open
        </Button>
        {paymentId !== null && (
          <Button
            variant="default"
            size="compact-xs"
            title="The whole story of its payment (p)"
            onClick={() => goTo({ view: 'payment', paymentId })}
          >
            Open payment
          </Button>
        )}
        <CloseButton ref={closeRef} aria-label="Close the details" onClick={onClose} />
      </div>
      <h2 className={classes.sentence}>{summarizeIn(record, context)}</h2>
      {explanation !== null && <p className={classes.explanation}>{showUnseen(explanation)}</p>}
      {wire.length > 0 && (
        <div className={classes.exchange}>
          {wire.map((message) => (
            <WireMessagePane key={`${record.seq}-${message.title}`} message={message} />
          ))}
        </div>
      )}
      {record.type === 'attempt.finished' && !record.response && <p className={classes.explanation}>No answer was received.</p>}
      {attachments.map(({ title, contentType, body }) => (
        <section key={`${record.seq}-${title}`} className={classes.section} aria-label={title}>
          <h3 className={classes.heading}>{title}</h3>
          <BodyPane subject={title.toLowerCase()} body={body} contentType={contentType} />
        </section>
      ))}
      <section className={classes.section} aria-label="Facts">
        <h3 className={classes.heading}>Facts</h3>
        <FactList facts={listFacts(record, findStart(record, story), isOver)} />
      </section>
      {story && (
        <PaymentPanel
          story={story}
          selectedSeq={record.seq}
          isFolding={isFolding}
          onSelect={onSelect}
          onPickPayment={onPickPayment}
        />
      )}
    </div>
  );
}
