import { UnstyledButton } from '@mantine/core';
import { formatCount } from '../../format/numbers.js';
import classes from './filter-bar.module.css';

interface HiddenCountProps {
  /** True while somebody wants to see everything for a moment. */
  isOff: boolean;
  /** True while the lines for another filter are being made. */
  isSearching: boolean;
  hiddenCount: number;
  onToggle(): void;
}

/** How much the filter hides, always in sight while there is one; pressed, it turns the filter off for a moment. */
export function HiddenCount({ isOff, isSearching, hiddenCount, onToggle }: HiddenCountProps) {
  return (
    <UnstyledButton
      className={classes.hidden}
      data-off={isOff}
      title={isOff ? 'Turn the filter on again (x)' : 'Turn the filter off for a moment (x)'}
      onClick={onToggle}
    >
      {isOff ? 'filter off' : isSearching ? 'searching …' : `${formatCount(hiddenCount)} hidden`}
    </UnstyledButton>
  );
}
