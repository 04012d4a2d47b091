import { useSyncExternalStore } from 'react';
import type { PageState, PageStore } from '../state/page-store.js';

/** One part of the page's state; renders only when that part is another one. `pick` must not build a new value each time. */
export function useStoreValue<T>(store: PageStore, pick: (state: PageState) => T): T {
  return useSyncExternalStore(store.subscribe, () => pick(store.read()));
}
