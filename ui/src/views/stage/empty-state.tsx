import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { buildFirstCalls } from '../../format/first-call.js';
import type { EnvironmentState } from '../../state/environment.js';
import { CopyBlock } from './copy-block.js';
import classes from './empty-state.module.css';

interface EmptyStateProps {
  /** True when there are records and the filter hides them all. */
  isFiltered: boolean;
  isConnected: boolean;
  environment: EnvironmentState;
  onClearFilter(): void;
  children?: ReactNode;
}

/** Says why the list is empty and what to do about it. */
export function EmptyState({ isFiltered, isConnected, environment, onClearFilter, children }: EmptyStateProps) {
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
  const providers = environment.kind === 'ready' ? environment.environment.providers : [];
  return (
    <div className={classes.empty}>
      <h2 className={classes.lead}>{isConnected ? 'The stage is ready. Nothing has happened yet.' : 'Waiting for the stage.'}</h2>
      <p className={classes.text}>
        Every API call, page, status change, event and delivery shows up here the moment it happens. To see the first one, run
        this in a terminal:
      </p>
      {buildFirstCalls(providers, location.origin).map(({ title, command }) => (
        <CopyBlock key={title} label={title} text={command} subject={`command: ${title}`} />
      ))}
      {children}
    </div>
  );
}
