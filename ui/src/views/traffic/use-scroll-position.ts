import type { Virtualizer } from '@tanstack/react-virtual';
import { type RefObject, useLayoutEffect, useRef } from 'react';
import { findItem, type ListItem, seqOf } from '../../state/list-items.js';

interface ScrollPositionOptions {
  listRef: RefObject<HTMLDivElement | null>;
  items: readonly ListItem[];
  query: string;
  rowHeight: number;
  isFollowing: boolean;
  selectedSeq: number | null;
  onTouch(anchorSeq: number): void;
  virtualizer: Virtualizer<HTMLDivElement, Element>;
}

/** Keeps the list at its end while it follows, and at the line being read while it does not. Returns the scroll listener. */
export function useScrollPosition(options: ScrollPositionOptions): () => void {
  const { listRef, items, query, rowHeight, isFollowing, selectedSeq, onTouch, virtualizer } = options;
  const before = useRef({ items, query, rowHeight });

  // biome-ignore lint/correctness/useExhaustiveDependencies: the virtualizer remembers heights until it is told
  useLayoutEffect(() => {
    virtualizer.measure();
  }, [virtualizer, rowHeight]);

  useLayoutEffect(() => {
    const scroller = listRef.current;
    const previous = before.current;
    before.current = { items, query, rowHeight };
    if (!scroller) return;
    if (isFollowing) {
      scroller.scrollTop = scroller.scrollHeight;
      return;
    }
    if (previous.items === items && previous.rowHeight === rowHeight) return;
    const selectedIndex = selectedSeq === null ? -1 : findItem(items, selectedSeq);
    const selectedItem = items[selectedIndex];
    if (previous.query !== query && selectedItem && seqOf(selectedItem) === selectedSeq) {
      scroller.scrollTop = selectedIndex * rowHeight - (scroller.clientHeight - rowHeight) / 2;
      return;
    }
    const topIndex = Math.floor(scroller.scrollTop / previous.rowHeight);
    const topItem = previous.items[topIndex];
    if (!topItem) return;
    const rest = scroller.scrollTop - topIndex * previous.rowHeight;
    const wasAtTop = scroller.scrollTop === 0 && previous.query === query;
    const target = findItem(items, seqOf(topItem)) * rowHeight + (rest * rowHeight) / previous.rowHeight;
    scroller.scrollTop = wasAtTop && items[0] === previous.items[0] ? 0 : target;
  }, [listRef, items, query, rowHeight, isFollowing, selectedSeq]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: only a new selection moves the list, new records do not
  useLayoutEffect(() => {
    if (selectedSeq === null) return;
    const index = findItem(items, selectedSeq);
    const item = items[index];
    if (item && seqOf(item) === selectedSeq) virtualizer.scrollToIndex(index, { align: 'auto' });
  }, [selectedSeq]);

  return () => {
    const scroller = listRef.current;
    if (!scroller) return;
    const distanceToEnd = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight;
    if (isFollowing && distanceToEnd < rowHeight / 2) return;
    const top = items[Math.max(0, Math.floor(scroller.scrollTop / rowHeight))];
    if (top) onTouch(seqOf(top));
  };
}
