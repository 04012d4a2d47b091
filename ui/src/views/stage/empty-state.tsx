import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { buildFirstCalls } from '../../format/first-call.js';
import { formatQuantity } from '../../format/numbers.js';
import type { EnvironmentState } from '../../state/environment.js';
import { DemoOffer } from '../demo/demo-offer.js';
import { CopyBlock } from './copy-block.js';
import classes from './empty-state.module.css';

interface EmptyStateProps {
  /** True when there are records and none of them has a line. */
  isFiltered: boolean;
  /** How many of them match the filter and are folded away. */
  foldedCount: number;
  isConnected: boolean;
  /** True for a saved log: nothing will come. */
  isReadOnly: boolean;
  /** True while the saved log is still being read. */
  isReading: boolean;
  environment: EnvironmentState;
  onClearFilter(): void;
  onUnfold(): void;
  children?: ReactNode;
}

/** Says why the list is empty and what to do about it. */
export function EmptyState(props: EmptyStateProps) {
  const { isFiltered, foldedCount, isConnected, isReadOnly, isReading, environment, onClearFilter, onUnfold, children } = props;
  if (isFiltered && foldedCount > 0) {
    return (
      <div className={classes.empty}>
        <p className={classes.lead}>{`Only ${formatQuantity(foldedCount, 'minor record')} here.`}</p>
        <p className={classes.text}>Timers, and the start of attempts that have been answered.</p>
        <Button variant="default" size="compact-sm" onClick={onUnfold}>
          Show minor records
        </Button>
      </div>
    );
  }
  if (isFiltered) {
    return (
      <div className={classes.empty}>
        <p className={classes.lead}>No record matches the filter.</p>
        <Button variant="default" size="compact-sm" onClick={onClearFilter}>
          Clear the filter
        </Button>
      </div>
    );
  }
  if (isReadOnly) {
    return (
      <div className={classes.empty}>
        <p className={classes.lead}>{isReading ? 'Reading the saved log …' : 'This saved log holds no records.'}</p>
      </div>
    );
  }
  const providers = environment.kind === 'ready' ? environment.environment.providers : [];
  const usesVariables = providers.some(({ example }) => example !== null);
  return (
    <div className={classes.empty}>
      <h2 className={classes.lead}>{isConnected ? 'The stage is ready. Nothing has happened yet.' : 'Waiting for the stage.'}</h2>
      <DemoOffer />
      <p className={classes.text}>
        Every API call, page, status change, event and delivery shows up here the moment it happens.{' '}
        {usesVariables
          ? 'To see the first one, paste the variables of the set-up into a terminal and run one of these:'
          : 'To see the first one, run this in a terminal:'}
      </p>
      {buildFirstCalls(providers, location.origin).map(({ title, command }) => (
        <CopyBlock key={title} label={title} text={command} subject={`command: ${title}`} />
      ))}
      {children && <div className={classes.more}>{children}</div>}
    </div>
  );
}
