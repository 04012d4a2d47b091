import { Button, CloseButton, Input } from '@mantine/core';
import type { RefObject } from 'react';
import { formatCount } from '../../format/numbers.js';
import classes from './filter-bar.module.css';

interface FilterBarProps {
  inputRef: RefObject<HTMLInputElement | null>;
  typed: string;
  hiddenCount: number;
  isFollowing: boolean;
  onType(typed: string): void;
  onPause(): void;
  onFollow(): void;
  /** Absent while the set-up is in sight. */
  onOpenStage: (() => void) | undefined;
}

export function FilterBar({ inputRef, typed, hiddenCount, isFollowing, onType, onPause, onFollow, onOpenStage }: FilterBarProps) {
  return (
    <search className={classes.bar}>
      <Input
        ref={inputRef}
        className={classes.input}
        size="xs"
        type="text"
        spellCheck={false}
        autoComplete="off"
        aria-label="Filter records"
        placeholder="Filter by words or payment id"
        value={typed}
        onChange={(event) => onType(event.currentTarget.value)}
        rightSectionPointerEvents="all"
        rightSection={typed === '' ? null : <CloseButton size="xs" aria-label="Clear the filter" onClick={() => onType('')} />}
      />
      {typed !== '' && (
        <span className={classes.hidden} role="status">
          {formatCount(hiddenCount)} hidden
        </span>
      )}
      <Button variant="default" size="compact-sm" onClick={isFollowing ? onPause : onFollow} className={classes.action}>
        {isFollowing ? 'Pause' : 'Follow'}
      </Button>
      {onOpenStage && (
        <Button variant="default" size="compact-sm" onClick={onOpenStage} className={classes.action}>
          Set-up
        </Button>
      )}
    </search>
  );
}
