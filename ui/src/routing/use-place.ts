import { useMemo, useSyncExternalStore } from 'react';
import { lateAddress } from './late-address.js';
import { formatPlace, keepOwnParameters, type Place, parsePlace } from './place.js';

const MOVED = 'paystage:moved';
/** What the live view was asked for when it was left, so that coming back to it is coming back to the same list. */
let liveParameters = '';

function subscribe(listener: () => void): () => void {
  addEventListener('popstate', listener);
  addEventListener(MOVED, listener);
  return () => {
    removeEventListener('popstate', listener);
    removeEventListener(MOVED, listener);
  };
}

/**
 * Goes to a place; `liveQuery` replaces what the live view is asked for. The browser's Back comes back. Where the page is there already,
 * the address keeps what the view itself has put into it.
 */
export function goTo(place: Place, liveQuery?: Record<string, string>): void {
  lateAddress.flush();
  if (!liveQuery && formatPlace(parsePlace(location.search)) === formatPlace(place)) return;
  if (parsePlace(location.search).view === 'live') liveParameters = keepOwnParameters(location.search).toString();
  if (liveQuery) liveParameters = new URLSearchParams(liveQuery).toString();
  const query = place.view === 'live' && liveParameters !== '' ? `?${liveParameters}` : formatPlace(place);
  history.pushState(null, '', `${location.pathname}${query}${location.hash}`);
  dispatchEvent(new Event(MOVED));
}

/** True while the address names that view: what comes back late must not take anybody along who has left. */
export function isAtView(view: Place['view']): boolean {
  return parsePlace(location.search).view === view;
}

/** The place that the address names. */
export function usePlace(): Place {
  const search = useSyncExternalStore(subscribe, () => location.search);
  return useMemo(() => parsePlace(search), [search]);
}
