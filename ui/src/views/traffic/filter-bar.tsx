import { useCallbackRef } from '@mantine/hooks';
import { type ReactNode, type RefObject, useState } from 'react';
import { useCommands } from '../../keys/commands.js';
import classes from './filter-bar.module.css';
import { FilterChips, type FilterChipsProps } from './filter-chips.js';
import { FilterInput } from './filter-input.js';
import { ListButtons, type ListButtonsProps } from './list-buttons.js';
import { SearchHelp } from './search-help.js';

interface FilterBarProps extends FilterChipsProps, Omit<ListButtonsProps, 'isHelpOpen' | 'onToggleHelp'> {
  inputRef: RefObject<HTMLInputElement | null>;
  listRef: RefObject<HTMLElement | null>;
  problems: readonly string[];
  /** How much is hidden: it changes with every record, and nothing else here does. */
  hidden: ReactNode;
}

/** What to show: typed in the search grammar, or put together from chips that write it. */
export function FilterBar(props: FilterBarProps) {
  const { inputRef, listRef, typed, problems, hidden, titles, onType, ...buttons } = props;
  const [isHelpOpen, setHelpOpen] = useState(false);
  const toggleHelp = useCallbackRef(() => setHelpOpen(!isHelpOpen));
  useCommands([
    {
      id: 'filter-help',
      title: 'Show what can be typed into the filter',
      group: 'Help',
      inMenu: 'Help with the filter',
      run: toggleHelp,
    },
  ]);
  return (
    <search className={classes.search}>
      <div className={classes.bar}>
        <FilterInput inputRef={inputRef} listRef={listRef} typed={typed} hasProblems={problems.length > 0} onType={onType} />
        {hidden}
        <ListButtons
          columns={buttons.columns}
          onColumns={buttons.onColumns}
          isFollowing={buttons.isFollowing}
          isReadOnly={buttons.isReadOnly}
          isHelpOpen={isHelpOpen}
          onToggleHelp={toggleHelp}
          onPause={buttons.onPause}
          onFollow={buttons.onFollow}
          onOpenStage={buttons.onOpenStage}
        />
      </div>
      <p id="filter-problems" className={classes.problems} role="status">
        {problems.join(' · ')}
      </p>
      {isHelpOpen && <SearchHelp provider={[...titles.keys()][0]} onClose={toggleHelp} />}
      <FilterChips typed={typed} titles={titles} onType={onType} />
    </search>
  );
}
