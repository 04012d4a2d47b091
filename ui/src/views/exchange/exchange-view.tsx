import { Button } from '@mantine/core';
import { showUnseen } from '../../format/text.js';
import { useCommands } from '../../keys/commands.js';
import { goTo } from '../../routing/use-place.js';
import { useStage } from '../stage-context.js';
import { ExchangePage } from './exchange-page.js';
import classes from './exchange-view.module.css';
import { useExchangeRecord } from './use-exchange-record.js';

/** One exchange in full. `compareWith`: the record that it is held against, or null. */
export function ExchangeView({ seq, compareWith }: { seq: number; compareWith: number | null }) {
  const { isReadOnly } = useStage();
  const state = useExchangeRecord(seq);
  useCommands([{ id: 'exchange-back', title: 'Back to the list', keys: ['Escape'], group: 'Exchange', run: goToList }]);
  if (state === null || state.kind === 'loading')
    return (
      <main className={classes.message} aria-busy="true">
        <p className={classes.text}>Looking for record {seq} …</p>
      </main>
    );
  if (state.kind === 'ready') return <ExchangePage exchange={state} compareWith={compareWith} />;
  const { code, message, hint } = state.failure;
  return (
    <main className={classes.message}>
      <h2 className={classes.lead}>{showUnseen(message)}</h2>
      <p className={classes.text}>
        {code === 'unknown_record' && !isReadOnly
          ? 'It may have made room for newer ones, or the link belongs to another stage.'
          : showUnseen(hint ?? '')}
      </p>
      <Button variant="default" size="compact-sm" onClick={goToList}>
        See the newest records
      </Button>
    </main>
  );
}

function goToList(): void {
  goTo({ view: 'live' });
}
