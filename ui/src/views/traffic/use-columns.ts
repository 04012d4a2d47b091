import { useCallback, useMemo } from 'react';
import { type Column, readColumns, writeColumns } from '../../columns/columns.js';
import { useSearchParameter } from '../use-search-parameter.js';

const STORAGE_KEY = 'paystage.columns';

/** The columns of the list: as the address says, or else as they were chosen last in this browser. */
export function useColumns(): [columns: readonly Column[], choose: (columns: readonly Column[]) => void] {
  const [asked, setAsked] = useSearchParameter('columns');
  const text = asked === '' ? (localStorage.getItem(STORAGE_KEY) ?? '') : asked;
  const shown = useMemo(() => readColumns(text), [text]);
  const choose = useCallback(
    (next: readonly Column[]) => {
      const written = writeColumns(next);
      localStorage.setItem(STORAGE_KEY, written);
      setAsked(written);
    },
    [setAsked],
  );
  return [shown, choose];
}
