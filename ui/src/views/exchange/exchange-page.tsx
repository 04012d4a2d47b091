import { useMemo } from 'react';
import { listComparable } from '../../exchange/list-comparable.js';
import { listFacts } from '../../format/facts.js';
import { listMessages } from '../../format/messages.js';
import { showUnseen } from '../../format/text.js';
import { isSent } from '../../resend/source.js';
import { findStart, hasNewerAttempt } from '../../state/record-context.js';
import { BodyPane } from '../detail/body-pane.js';
import { FactList } from '../detail/fact-list.js';
import { WireMessagePane } from '../detail/wire-message-pane.js';
import { useInternalData } from '../use-internal-data.js';
import { CausePanel, isRefusal } from './cause-panel.js';
import { CheckPanel } from './check-panel.js';
import { CompareBar } from './compare-bar.js';
import { Comparison } from './comparison.js';
import { ExchangeHead } from './exchange-head.js';
import classes from './exchange-view.module.css';
import type { ReadyRecord } from './use-exchange-record.js';
import { useExplanation } from './use-explanation.js';

/** What was sent and answered, and why that is right or wrong. */
export function ExchangePage({ exchange, compareWith }: { exchange: ReadyRecord; compareWith: number | null }) {
  const { record, context, story } = exchange;
  const internalData = useInternalData(context.provider);
  const { wire, attachments } = useMemo(
    () => listMessages(record, context.event, internalData),
    [record, context.event, internalData],
  );
  const comparable = useMemo(() => listComparable(record, story), [record, story]);
  const { explanation, failure } = useExplanation(record.seq, isSent(record));
  return (
    <main className={classes.view}>
      <div className={classes.page}>
        <ExchangeHead exchange={exchange} comparable={comparable} />
        {comparable && isSent(record) && (
          <CompareBar record={record} comparable={comparable} story={story} compareWith={compareWith} />
        )}
        {compareWith === null ? (
          wire.length > 0 && (
            <div className={classes.messages}>
              {wire.map((message) => (
                <WireMessagePane key={message.title} message={message} isColoured />
              ))}
              {'latencyMs' in record && !record.response && (
                <div className={classes.section}>
                  <h3 className={classes.heading}>Response</h3>
                  <p className={classes.explanation}>No answer was received.</p>
                </div>
              )}
            </div>
          )
        ) : (
          <Comparison exchange={exchange} compareWith={compareWith} />
        )}
        {explanation?.result === 'match' && isSent(record) && isRefusal(record) && (
          <CausePanel key={record.seq} record={record} />
        )}
        {explanation && <CheckPanel explanation={explanation} body={wire[0]?.body?.text} />}
        {failure && (
          <p className={classes.explanation} role="status">
            The check is not shown: {showUnseen(`${failure.message} ${failure.hint ?? ''}`)}
          </p>
        )}
        {attachments.map(({ title, contentType, body }) => (
          <section key={title} className={classes.section} aria-label={title}>
            <h3 className={classes.heading}>{title}</h3>
            <BodyPane subject={title.toLowerCase()} body={body} contentType={contentType} isColoured />
          </section>
        ))}
        <section className={classes.section} aria-label="Facts">
          <h3 className={classes.heading}>Facts</h3>
          <FactList facts={listFacts(record, findStart(record, story), hasNewerAttempt(record, story))} />
        </section>
      </div>
    </main>
  );
}
