import { useMemo } from 'react';
import { compareMessages } from '../../exchange/compare-messages.js';
import { listMessages, type WireMessage } from '../../format/messages.js';
import { summarizeIn } from '../../format/summarize-in.js';
import { showUnseen } from '../../format/text.js';
import classes from './exchange-view.module.css';
import { MessageComparison } from './message-comparison.js';
import { type ReadyRecord, useExchangeRecord } from './use-exchange-record.js';

/** How the exchange differs from the one that was chosen: `−` is what that one had, `+` what this one has. */
export function Comparison({ exchange, compareWith }: { exchange: ReadyRecord; compareWith: number }) {
  const other = useExchangeRecord(compareWith);
  if (other === null || other.kind === 'loading')
    return <p className={classes.explanation}>Looking for record {compareWith} …</p>;
  if (other.kind === 'absent')
    return <p className={classes.explanation}>There is nothing to compare with: {showUnseen(other.failure.message)}</p>;
  return <ReadyComparison before={other} after={exchange} />;
}

function ReadyComparison({ before, after }: { before: ReadyRecord; after: ReadyRecord }) {
  const changes = useMemo(() => {
    const [wireBefore, wireAfter] = [before, after].map(({ record, context }) => listMessages(record, context.event).wire);
    const find = (wire: readonly WireMessage[] | undefined, title: string) =>
      wire?.find((message) => message.title === title) ?? null;
    return ['Request', 'Response'].map((title) => compareMessages(title, find(wireBefore, title), find(wireAfter, title)));
  }, [before, after]);
  return (
    <>
      <p className={classes.explanation}>
        Compared with record {before.record.seq}: {summarizeIn(before.record, before.context)}
        <br />− is what that one had, + what this one has.
      </p>
      <div className={classes.messages}>
        {changes.map((change) => (
          <MessageComparison key={change.title} change={change} />
        ))}
      </div>
    </>
  );
}
