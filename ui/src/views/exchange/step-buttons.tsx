import { Button } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { findNeighbour } from '../../exchange/find-record.js';
import { useCommands } from '../../keys/commands.js';
import { goTo } from '../../routing/use-place.js';
import { useStage } from '../stage-context.js';
import { useStoreValue } from '../use-store-value.js';
import classes from './exchange-view.module.css';

type Way = 'before' | 'after';

/** The button that led to the exchange that is shown: every exchange is a view of its own, and the one in it gets the focus. */
let pressed: Way | null = null;

/** The ways to the exchanges before and after. */
export function StepButtons({ seq }: { seq: number }) {
  const { store } = useStage();
  const seqBefore = useStoreValue(store, ({ log }) => findNeighbour(log.records, seq, -1));
  const seqAfter = useStoreValue(store, ({ log }) => findNeighbour(log.records, seq, 1));
  const beforeRef = useRef<HTMLButtonElement>(null);
  const afterRef = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    const wanted = pressed === 'before' ? [beforeRef, afterRef] : pressed === 'after' ? [afterRef, beforeRef] : [];
    pressed = null;
    // At the end there is only the way back.
    wanted.find(({ current }) => current?.disabled === false)?.current?.focus();
  }, []);
  const step = (to: number | null) => to !== null && goTo({ view: 'exchange', seq: to, compareWith: null });
  const press = (way: Way, to: number | null) => {
    pressed = way;
    step(to);
  };
  useCommands([
    {
      id: 'exchange-before',
      title: 'The exchange before',
      keys: ['['],
      group: 'Exchange',
      isRepeatable: true,
      run: () => step(seqBefore),
    },
    {
      id: 'exchange-after',
      title: 'The exchange after',
      keys: [']'],
      group: 'Exchange',
      isRepeatable: true,
      run: () => step(seqAfter),
    },
  ]);
  return (
    <span className={classes.steps}>
      <Button
        ref={beforeRef}
        variant="default"
        size="compact-xs"
        aria-label="The exchange before"
        title="["
        disabled={seqBefore === null}
        onClick={() => press('before', seqBefore)}
      >
        ← Before
      </Button>
      <Button
        ref={afterRef}
        variant="default"
        size="compact-xs"
        aria-label="The exchange after"
        title="]"
        disabled={seqAfter === null}
        onClick={() => press('after', seqAfter)}
      >
        After →
      </Button>
    </span>
  );
}
