import { useEffect, useRef } from 'react';

/** A value made from its own previous one. What a render throws away is never built upon. */
export function useAccumulated<T>(initial: T, step: (previous: T) => T): T {
  const committed = useRef(initial);
  const next = step(committed.current);
  useEffect(() => {
    committed.current = next;
  });
  return next;
}
