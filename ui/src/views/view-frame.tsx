import { type ReactNode, useEffect, useRef } from 'react';
import { focusRegion } from '../keys/focus-region.js';
import { namePlace } from '../routing/name-place.js';
import { formatPlace, type Place } from '../routing/place.js';
import classes from './app.module.css';

/** What is around every view. It stays while they change, names the page, and keeps the focus that went with a view. */
export function ViewFrame({ place, children }: { place: Place; children: ReactNode }) {
  const frameRef = useRef<HTMLDivElement>(null);
  const shownRef = useRef('');
  const shown = formatPlace(place);
  useEffect(() => {
    document.title = namePlace(place);
  }, [place]);
  useEffect(() => {
    const isFirst = shownRef.current === '';
    shownRef.current = shown || '?';
    // Whoever walks on with Tab is then at the beginning of the view, not of the page; what has the focus elsewhere keeps it.
    if (!isFirst && isFocusLost()) focusRegion(frameRef.current);
  }, [shown]);
  return (
    <div ref={frameRef} className={classes.frame}>
      {children}
    </div>
  );
}

/** The element that had it is gone, or about to be: a view that is still on its way hides the one before. */
function isFocusLost(): boolean {
  const focused = document.activeElement;
  return focused === null || focused === document.body || !focused.checkVisibility();
}
