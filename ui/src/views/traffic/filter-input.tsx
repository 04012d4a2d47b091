import { CloseButton, Input } from '@mantine/core';
import { type KeyboardEvent, memo, type RefObject } from 'react';
import { Described } from '../common/described.js';
import classes from './filter-bar.module.css';

interface FilterInputProps {
  inputRef: RefObject<HTMLInputElement | null>;
  listRef: RefObject<HTMLElement | null>;
  typed: string;
  hasProblems: boolean;
  onType(typed: string): void;
}

/** Where the search grammar is typed. */
export const FilterInput = memo(function FilterInput({ inputRef, listRef, typed, hasProblems, onType }: FilterInputProps) {
  const steer = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' && event.key !== 'Enter') return;
    event.preventDefault();
    if (event.key === 'Escape' && typed !== '') onType('');
    else if (listRef.current) listRef.current.focus();
    else inputRef.current?.blur();
  };
  return (
    <Described by={hasProblems ? 'filter-problems' : undefined}>
      <Input
        ref={inputRef}
        className={classes.input}
        size="xs"
        type="text"
        spellCheck={false}
        autoComplete="off"
        aria-label="Filter records"
        error={hasProblems}
        placeholder="Words, or field:value such as verdict:bad payment:50001 -type:page"
        value={typed}
        onChange={(event) => onType(event.currentTarget.value)}
        onKeyDown={steer}
        rightSectionPointerEvents="all"
        rightSection={typed === '' ? null : <CloseButton size="xs" aria-label="Clear the filter" onClick={() => onType('')} />}
      />
    </Described>
  );
});
