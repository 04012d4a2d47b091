import { UnstyledButton } from '@mantine/core';
import { memo } from 'react';
import { excludeTerm, hasExclusion, hasTerm, removeTerm, toggleTerm } from '../../../../server/reading/edit-search.js';
import type { SearchField } from '../../../../server/reading/search-fields.js';
import classes from './filter-chips.module.css';

export interface FilterChipsProps {
  typed: string;
  /** Providers' names for people, by name. */
  titles: ReadonlyMap<string, string>;
  onType(typed: string): void;
}

interface Chip {
  label: string;
  field: SearchField;
  value: string;
}

const commonChips: readonly Chip[] = [
  { label: 'Went wrong', field: 'verdict', value: 'bad' },
  { label: 'Went well', field: 'verdict', value: 'good' },
  { label: 'Retries', field: 'is', value: 'retry' },
  { label: 'API calls', field: 'type', value: 'api' },
  { label: 'Pages', field: 'type', value: 'page' },
  { label: 'Redirects', field: 'type', value: 'redirect' },
  { label: 'Events', field: 'type', value: 'event' },
  { label: 'Answers', field: 'type', value: 'answer' },
  { label: 'Statuses', field: 'type', value: 'status' },
];

type ChipState = 'off' | 'only' | 'without';

const words: Record<ChipState, string> = { off: 'not filtered', only: 'only these', without: 'without these' };

/** The grammar for beginners: a first press asks for it, a second one for everything else, a third one takes it back. */
export const FilterChips = memo(function FilterChips({ typed, titles, onType }: FilterChipsProps) {
  const chips: readonly Chip[] = [
    ...[...titles].map(([name, label]): Chip => ({ label, field: 'provider', value: name })),
    ...commonChips,
  ];
  return (
    <div className={classes.chips} role="toolbar" aria-label="Filters">
      {chips.map(({ label, field, value }) => {
        const state = readState(typed, field, value);
        return (
          <UnstyledButton
            key={`${field}:${value}`}
            className={classes.chip}
            data-state={state}
            aria-label={`${label}: ${words[state]}`}
            title={`${field}:${value}`}
            onClick={() => onType(pressChip(typed, field, value, state))}
          >
            {state === 'without' && <span aria-hidden="true">not </span>}
            {label}
          </UnstyledButton>
        );
      })}
    </div>
  );
});

function readState(typed: string, field: SearchField, value: string): ChipState {
  if (hasTerm(typed, field, value)) return 'only';
  return hasExclusion(typed, field, value) ? 'without' : 'off';
}

function pressChip(typed: string, field: SearchField, value: string, state: ChipState): string {
  if (state === 'off') return toggleTerm(typed, field, value);
  return state === 'only' ? excludeTerm(typed, field, value) : removeTerm(typed, field, value);
}
