import { Button, Kbd } from '@mantine/core';
import { memo } from 'react';
import { formatCount } from '../../format/numbers.js';
import classes from './follow-bar.module.css';

interface FollowBarProps {
  isFollowing: boolean;
  /** True for a saved log: it has an end, and nothing is sent. */
  isReadOnly: boolean;
  newCount: number;
  /** Minor records without a line; 0 while they have one. */
  foldedCount: number;
  isFolding: boolean;
  onFollow(): void;
  onToggleFolding(): void;
}

/** Says whether the list moves, how much came meanwhile, and which keys there are. */
export function FollowBar(props: FollowBarProps) {
  const { isFollowing, isReadOnly, newCount, foldedCount, isFolding, onFollow, onToggleFolding } = props;
  return (
    <footer className={classes.bar}>
      {isFollowing ? (
        <span>{isReadOnly ? 'At the end' : 'Following'}</span>
      ) : (
        <Button
          color="blue"
          variant={newCount > 0 ? 'filled' : 'default'}
          size="compact-sm"
          onClick={onFollow}
          className={classes.resume}
        >
          {newCount > 0 ? `${formatCount(newCount)} new` : isReadOnly ? 'To the end' : 'Not following'} ·{' '}
          <span className={classes.key}>g</span>
        </Button>
      )}
      {(foldedCount > 0 || !isFolding) && (
        <Button
          variant="subtle"
          size="compact-sm"
          className={classes.minor}
          title="Timers, and the start of attempts whose answer is listed"
          onClick={onToggleFolding}
        >
          {isFolding ? `Show ${formatCount(foldedCount)} minor` : 'Hide minor'}
        </Button>
      )}
      <KeyHints isReadOnly={isReadOnly} />
    </footer>
  );
}

const KeyHints = memo(function KeyHints({ isReadOnly }: { isReadOnly: boolean }) {
  return (
    <span className={classes.keys}>
      <span>
        <Kbd size="xs">?</Kbd> all keys
      </span>
      <span>
        <Kbd size="xs">j</Kbd> <Kbd size="xs">k</Kbd> move
      </span>
      <span>
        <Kbd size="xs">/</Kbd> filter
      </span>
      <span>
        <Kbd size="xs">g</Kbd> newest
      </span>
      <span>
        <Kbd size="xs">d</Kbd> open
      </span>
      {!isReadOnly && (
        <>
          <span>
            <Kbd size="xs">r</Kbd> redeliver
          </span>
          <span>
            <Kbd size="xs">e</Kbd> edit
          </span>
        </>
      )}
    </span>
  );
});
