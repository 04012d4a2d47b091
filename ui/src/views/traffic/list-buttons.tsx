import { Button } from '@mantine/core';
import { memo } from 'react';
import { ColumnMenu, type ColumnMenuProps } from './column-menu.js';
import classes from './filter-bar.module.css';

export interface ListButtonsProps extends ColumnMenuProps {
  isFollowing: boolean;
  /** True for a saved log, in which nothing comes that could be followed. */
  isReadOnly: boolean;
  isHelpOpen: boolean;
  onToggleHelp(): void;
  onPause(): void;
  onFollow(): void;
  /** Absent while the set-up is in sight, and where there is none. */
  onOpenStage: (() => void) | undefined;
}

/** What can be done with the list, beside filtering it. */
export const ListButtons = memo(function ListButtons(props: ListButtonsProps) {
  const { isFollowing, isReadOnly, isHelpOpen, onToggleHelp, onPause, onFollow, onOpenStage } = props;
  return (
    <>
      <Button
        variant="subtle"
        size="compact-sm"
        className={classes.optional}
        aria-expanded={isHelpOpen}
        title="What can be typed into the filter"
        onClick={onToggleHelp}
      >
        Help
      </Button>
      <ColumnMenu columns={props.columns} onColumns={props.onColumns} />
      {!isReadOnly && (
        <Button variant="default" size="compact-sm" onClick={isFollowing ? onPause : onFollow} className={classes.action}>
          {isFollowing ? 'Pause' : 'Follow'}
        </Button>
      )}
      {onOpenStage && (
        <Button variant="default" size="compact-sm" onClick={onOpenStage} className={classes.action}>
          Set-up
        </Button>
      )}
    </>
  );
});
