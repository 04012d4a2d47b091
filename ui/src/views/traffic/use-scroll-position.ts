import type { Virtualizer } from '@tanstack/react-virtual';
import { type RefObject, useLayoutEffect, useRef } from 'react';
import { findLine, type Lines, seqOf } from '../../state/line.js';
import type { ListView } from '../../state/line-list.js';
import { findScrollTop } from './find-scroll-top.js';

interface ScrollPositionOptions {
  listRef: RefObject<HTMLDivElement | null>;
  lines: Lines;
  view: ListView;
  rowHeight: number;
  isFollowing: boolean;
  /** Where the list comes back to when it is shown again. */
  anchorSeq: number | null;
  /** False when a link named the selected line and no place. */
  isTopKnown: boolean;
  /** False while lines are still to come before that place, or their height is not known. */
  isPlaceKnown: boolean;
  selectedSeq: number | null;
  onTouch(anchorSeq: number): void;
  virtualizer: Virtualizer<HTMLDivElement, Element>;
}

/** Keeps the list at its end while it follows, and at the line being read while it does not. Returns the scroll listener. */
export function useScrollPosition(options: ScrollPositionOptions): () => void {
  const { listRef, lines, view, rowHeight, isFollowing, anchorSeq, isTopKnown } = options;
  const { isPlaceKnown, selectedSeq, onTouch, virtualizer } = options;
  const before = useRef({ lines, view, rowHeight });
  const viewHeightBefore = useRef(0);
  const isComingBack = useRef(!isFollowing);
  const placedSeq = useRef<number | null>(null);
  /** Where somebody came back to, until they choose another line. */
  const cameBackTo = useRef<number | null>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the virtualizer remembers heights until it is told
  useLayoutEffect(() => {
    virtualizer.measure();
  }, [virtualizer, rowHeight]);

  useLayoutEffect(() => {
    const scroller = listRef.current;
    const previous = before.current;
    before.current = { lines, view, rowHeight };
    if (!scroller) return;
    if (isFollowing) {
      isComingBack.current = false;
      scroller.scrollTop = lines.length * rowHeight;
      return;
    }
    const isShapeKnown = previous.view === view && previous.rowHeight === rowHeight;
    // Whatever asks the browser for a measure makes it lay out the page at once, and records come with every frame.
    if (!isComingBack.current && isShapeKnown && (previous.lines === lines || stands(anchorSeq, previous.lines, lines))) return;
    const { clientHeight: viewHeight } = scroller;
    const previousViewHeight = viewHeightBefore.current;
    viewHeightBefore.current = viewHeight;
    // The details take their place beside the list after it has come back, and its lines grow: the place is the same.
    const isBackAgain = previous.rowHeight !== rowHeight && cameBackTo.current === anchorSeq;
    if ((isComingBack.current || isBackAgain) && anchorSeq !== null) {
      scroller.scrollTop = findScrollTop({ lines, rowHeight, viewHeight, topSeq: isTopKnown ? anchorSeq : null, selectedSeq });
      placedSeq.current = selectedSeq;
      cameBackTo.current = anchorSeq;
      isComingBack.current &&= !isPlaceKnown;
      return;
    }
    const selectedIndex = selectedSeq === null ? -1 : findLine(lines, selectedSeq);
    const selectedLine = lines.at(selectedIndex);
    if (previous.view !== view && selectedLine && seqOf(selectedLine) === selectedSeq) {
      scroller.scrollTop = selectedIndex * rowHeight - (viewHeight - rowHeight) / 2;
      return;
    }
    if (previous.rowHeight !== rowHeight && selectedLine && seqOf(selectedLine) === selectedSeq) {
      // Lines and headings grow when the details take their place beside the list: the one whose details they are stays in sight.
      const previousIndex = findLine(previous.lines, selectedSeq);
      const share = (previousIndex * previous.rowHeight - scroller.scrollTop) / (previousViewHeight - previous.rowHeight);
      if (share >= 0 && share <= 1) {
        scroller.scrollTop = selectedIndex * rowHeight - share * (viewHeight - rowHeight);
        return;
      }
    }
    const topIndex = Math.floor(scroller.scrollTop / previous.rowHeight);
    const topLine = previous.lines.at(topIndex);
    if (!topLine) return;
    const rest = scroller.scrollTop - topIndex * previous.rowHeight;
    const wasAtTop = scroller.scrollTop === 0 && previous.view === view;
    const target = findLine(lines, seqOf(topLine)) * rowHeight + (rest * rowHeight) / previous.rowHeight;
    scroller.scrollTop = wasAtTop && lines.at(0) === previous.lines.at(0) ? 0 : target;
  }, [listRef, lines, view, rowHeight, isFollowing, anchorSeq, isTopKnown, isPlaceKnown, selectedSeq]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: only a new selection moves the list, new records do not
  useLayoutEffect(() => {
    const isPlaced = placedSeq.current === selectedSeq;
    placedSeq.current = null;
    if (selectedSeq === null || isPlaced) return;
    cameBackTo.current = null;
    const index = findLine(lines, selectedSeq);
    const line = lines.at(index);
    if (line && seqOf(line) === selectedSeq) virtualizer.scrollToIndex(index, { align: 'auto' });
  }, [selectedSeq]);

  const tellTop = () => {
    const scroller = listRef.current;
    if (!scroller || isComingBack.current) return;
    viewHeightBefore.current = scroller.clientHeight;
    const distanceToEnd = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight;
    if (isFollowing && distanceToEnd < rowHeight / 2) return;
    const top = lines.at(Math.max(0, Math.floor(scroller.scrollTop / rowHeight)));
    if (top) onTouch(seqOf(top));
  };

  // biome-ignore lint/correctness/useExhaustiveDependencies: a line chosen where it stands scrolls nothing, so nobody else says what is in sight
  useLayoutEffect(() => {
    if (selectedSeq !== null && !isFollowing) tellTop();
  }, [selectedSeq, rowHeight]);

  return tellTop;
}

/** True when as many lines stand above that of `seq` as did before. */
function stands(seq: number | null, before: Lines, now: Lines): boolean {
  if (seq === null) return false;
  const index = findLine(before, seq);
  return index >= 0 && index === findLine(now, seq);
}
