import { type RefObject, useEffect, useLayoutEffect, useRef } from 'react';
import { focusRegion } from '../../keys/focus-region.js';

/**
 * Gives the focus to the element when the button that had it goes away with what it was pressed for: otherwise the keyboard would be back
 * at the beginning of the page.
 */
export function useKeptFocus(ref: RefObject<HTMLElement | null>): void {
  const focused = useRef<Element | null>(null);
  useEffect(() => {
    const note = ({ target }: FocusEvent) => {
      const isInside = target instanceof Element && target !== ref.current && ref.current?.contains(target);
      focused.current = isInside ? target : null;
    };
    addEventListener('focusin', note);
    return () => removeEventListener('focusin', note);
  }, [ref]);
  useLayoutEffect(() => {
    if (focused.current === null || focused.current.isConnected) return;
    focused.current = null;
    if (document.activeElement === document.body) focusRegion(ref.current);
  });
}
