import { Button, Kbd } from '@mantine/core';
import { formatCount } from '../../format/numbers.js';
import classes from './follow-bar.module.css';

interface FollowBarProps {
  isFollowing: boolean;
  newCount: number;
  onFollow(): void;
}

/** Says whether the list moves, how much came meanwhile, and which keys there are. */
export function FollowBar({ isFollowing, newCount, onFollow }: FollowBarProps) {
  return (
    <footer className={classes.bar}>
      {isFollowing ? (
        <span className={classes.state}>Following</span>
      ) : (
        <Button variant={newCount > 0 ? 'filled' : 'default'} size="compact-sm" onClick={onFollow} className={classes.resume}>
          {newCount > 0 ? `${formatCount(newCount)} new` : 'Not following'} · <span className={classes.key}>g</span>
        </Button>
      )}
      <span className={classes.keys}>
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
          <Kbd size="xs">Esc</Kbd> close
        </span>
      </span>
    </footer>
  );
}
