import { type RefObject, useEffect, useRef } from 'react';

interface Shortcuts {
  listRef: RefObject<HTMLElement | null>;
  searchRef: RefObject<HTMLInputElement | null>;
  onStep(step: 1 | -1): void;
  onFollow(): void;
  onEscape(): void;
  onClearSearch(): void;
}

/** The page's keys: j k / g Esc and the arrows. Letters typed into a field stay letters. */
export function useShortcuts(shortcuts: Shortcuts): void {
  const latest = useRef(shortcuts);
  useEffect(() => {
    latest.current = shortcuts;
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      if (pressKey(event, latest.current)) event.preventDefault();
    };
    addEventListener('keydown', listen);
    return () => removeEventListener('keydown', listen);
  }, []);
}

/** True when the key was one of ours. */
function pressKey(event: KeyboardEvent, { listRef, searchRef, ...shortcuts }: Shortcuts): boolean {
  const { target, key } = event;
  if (target === searchRef.current) {
    if (key !== 'Escape' && key !== 'Enter') return false;
    if (key === 'Escape' && searchRef.current?.value) shortcuts.onClearSearch();
    else (listRef.current ?? searchRef.current)?.focus();
    if (key === 'Escape' && !listRef.current) searchRef.current?.blur();
    return true;
  }
  if (target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement)
    return false;

  // Elsewhere the arrows scroll, as they do in every page.
  const isInList = target === document.body || (target instanceof Node && listRef.current?.contains(target) === true);
  if (key === 'j' || (key === 'ArrowDown' && isInList)) shortcuts.onStep(1);
  else if (key === 'k' || (key === 'ArrowUp' && isInList)) shortcuts.onStep(-1);
  else if (key === 'g' || (key === 'End' && isInList)) shortcuts.onFollow();
  else if (key === '/') searchRef.current?.focus();
  else if (key === 'Escape') shortcuts.onEscape();
  else return false;
  return true;
}
