import { useCallback, useState } from 'react';

/** A text that lives in the page's address, so that a reload or a copied link keeps it. */
export function useSearchParameter(name: string): [value: string, setValue: (value: string) => void] {
  const [value, setValue] = useState(() => new URLSearchParams(location.search).get(name) ?? '');
  const change = useCallback(
    (next: string) => {
      setValue(next);
      const url = new URL(location.href);
      if (next === '') url.searchParams.delete(name);
      else url.searchParams.set(name, next);
      history.replaceState(null, '', url);
    },
    [name],
  );
  return [value, change];
}
