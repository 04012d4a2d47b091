import { Button } from '@mantine/core';
import { listHeadFacts } from '../../exchange/head-facts.js';
import type { Comparable } from '../../exchange/list-comparable.js';
import { describeKind } from '../../format/kind.js';
import { explain } from '../../format/summarize.js';
import { summarizeIn } from '../../format/summarize-in.js';
import { showUnseen } from '../../format/text.js';
import { describeVerdict } from '../../format/verdict.js';
import type { Command } from '../../keys/command.js';
import { useCommands } from '../../keys/commands.js';
import { isSent } from '../../resend/source.js';
import { goTo } from '../../routing/use-place.js';
import { paymentIdOf } from '../../state/payment-story.js';
import { findStart, hasNewerAttempt } from '../../state/record-context.js';
import { ActionNote } from '../common/action-note.js';
import { VerdictBadge } from '../common/verdict-badge.js';
import { useStage } from '../stage-context.js';
import { useRedeliver } from '../use-redeliver.js';
import { CopyMenu } from './copy-menu.js';
import classes from './exchange-view.module.css';
import { StepButtons } from './step-buttons.js';
import type { ReadyRecord } from './use-exchange-record.js';

const GROUP = 'Exchange';

/** What it is in one sentence, and what can be done with it. */
export function ExchangeHead({ exchange, comparable }: { exchange: ReadyRecord; comparable: Comparable | null }) {
  const { record, context } = exchange;
  const { providers, isReadOnly } = useStage();
  const [note, redeliver, forgetNote] = useRedeliver();
  const verdict = describeVerdict(record, context.isRunning);
  const explanation = explain(record, hasNewerAttempt(record, exchange.story));
  const paymentId = paymentIdOf(record);
  const sent = isSent(record) && !isReadOnly ? record : null;
  const provider = providers.find(({ name }) => name === context.provider)?.title ?? context.provider;

  const openPayment = () => paymentId !== null && goTo({ view: 'payment', paymentId });
  const edit = () => goTo({ view: 'resend', seq: record.seq });
  const siblings = comparable?.siblings ?? [];
  const before = siblings[siblings.findIndex(({ seq }) => seq === record.seq) - 1];
  const commands: (Command | false)[] = [
    paymentId !== null && { id: 'exchange-payment', title: 'Open its payment', keys: ['p'], group: GROUP, run: openPayment },
    sent !== null && { id: 'exchange-edit', title: 'Edit and resend', keys: ['e'], group: GROUP, run: edit },
    sent !== null && {
      id: 'exchange-redeliver',
      title: 'Redeliver',
      keys: ['r'],
      group: GROUP,
      run: () => redeliver(sent.deliveryId),
    },
    before !== undefined && {
      id: 'exchange-compare',
      title: 'Compare with the attempt before',
      keys: ['c'],
      group: GROUP,
      run: () => goTo({ view: 'exchange', seq: record.seq, compareWith: before.seq }),
    },
  ];
  useCommands(commands.filter((command) => command !== false));

  return (
    <section className={classes.head} aria-label="Exchange">
      <div className={classes.top}>
        <span className={classes.kind}>
          Record {record.seq} · {describeKind(record).label}
          {provider !== null && ` · ${showUnseen(provider)}`}
        </span>
        {verdict && <VerdictBadge verdict={verdict} />}
        <StepButtons seq={record.seq} />
      </div>
      <h2 className={classes.sentence}>{summarizeIn(record, context)}</h2>
      <p className={classes.facts}>{showUnseen(listHeadFacts(record, findStart(record, exchange.story)).join(' · '))}</p>
      {explanation !== null && <p className={classes.explanation}>{showUnseen(explanation)}</p>}
      <div className={classes.ways}>
        {sent !== null && (
          <>
            <Button color="blue" size="compact-sm" title="Change something first (e)" onClick={edit}>
              Edit and resend
            </Button>
            <Button
              variant="default"
              size="compact-sm"
              title="The same bytes once more, signed afresh (r)"
              onClick={() => redeliver(sent.deliveryId)}
            >
              Redeliver
            </Button>
          </>
        )}
        {paymentId !== null && (
          <Button variant="default" size="compact-sm" onClick={openPayment}>
            Open payment
          </Button>
        )}
        <CopyMenu exchange={exchange} />
      </div>
      <ActionNote note={note} onClose={forgetNote} />
    </section>
  );
}
