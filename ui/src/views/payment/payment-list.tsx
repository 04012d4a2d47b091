import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import { type RefObject, useEffect, useRef } from 'react';
import type { PaymentStory } from '../../state/payment-story.js';
import { readStart } from '../../story/payment-facts.js';
import { describeAge } from '../../story/stage-time.js';
import { useWidth } from '../use-width.js';
import { PaymentLine } from './payment-line.js';
import classes from './payment-list.module.css';

const OVERSCAN = 8;
/** As in the style sheet: below this a payment has two lines. CSS pixels. */
const WIDE = 62 * 16;
const HEIGHTS = { wide: 36, narrow: 56 };
/** More than are ever in sight: a line's element is used again for the line that takes its place. */
const SLOTS = 256;

interface PaymentListProps {
  listRef: RefObject<HTMLDivElement | null>;
  stories: readonly PaymentStory[];
  /** Of the providers, by name. */
  titles: ReadonlyMap<string, string>;
  selectedIndex: number;
  /** Stage time, epoch ms. */
  nowMs: number;
  /** The list stands at its top, or does no longer. */
  onTop(isAtTop: boolean): void;
}

/** Newest at the top. Only the lines in sight exist in the document. */
export function PaymentList({ listRef, stories, titles, selectedIndex, nowMs, onTop }: PaymentListProps) {
  const frameRef = useRef<HTMLDivElement>(null);
  const rowHeight = useWidth(frameRef) > WIDE ? HEIGHTS.wide : HEIGHTS.narrow;
  const virtualizer = useVirtualizer({
    // It works out every line's place when this number changes, so it changes seldom.
    count: 2 ** Math.ceil(Math.log2(Math.max(64, stories.length))),
    getScrollElement: () => listRef.current,
    estimateSize: () => rowHeight,
    useFlushSync: false,
    rangeExtractor: (range) => defaultRangeExtractor({ ...range, overscan: OVERSCAN }).filter((index) => index < stories.length),
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: lines of another height are the reason to measure again
  useEffect(() => virtualizer.measure(), [virtualizer, rowHeight]);
  useEffect(() => {
    const list = listRef.current;
    if (!list || selectedIndex < 0) return;
    const top = selectedIndex * rowHeight;
    if (top < list.scrollTop) list.scrollTop = top;
    else if (top + rowHeight > list.scrollTop + list.clientHeight) list.scrollTop = top + rowHeight - list.clientHeight;
  }, [listRef, selectedIndex, rowHeight]);
  const selected = stories[selectedIndex];

  return (
    <div ref={frameRef} className={classes.frame}>
      <div className={classes.heads} aria-hidden="true">
        <span className={classes.age}>Age</span>
        <span className={classes.id}>Payment</span>
        <span className={classes.provider}>Provider</span>
        <span className={classes.reference}>Reference</span>
        <span className={classes.amount}>Amount</span>
        <span className={classes.status}>Status</span>
        <span className={classes.outcome}>Outcome</span>
        <span className={classes.deliveries}>Deliveries</span>
      </div>
      <div
        ref={listRef}
        className={classes.scroller}
        role="listbox"
        tabIndex={0}
        aria-label="Payments, newest first"
        aria-activedescendant={selected && `payment-${selected.paymentId}`}
        onScroll={(event) => onTop(event.currentTarget.scrollTop < rowHeight / 2)}
      >
        <div className={classes.space} style={{ height: stories.length * rowHeight }} role="presentation">
          {virtualizer.getVirtualItems().map(({ index }) => {
            const story = stories[index];
            return (
              story && (
                <PaymentLine
                  key={index % SLOTS}
                  story={story}
                  title={titles.get(story.provider ?? '') ?? story.provider ?? ''}
                  age={describeAge(readStart(story), nowMs)}
                  isSelected={index === selectedIndex}
                  index={index}
                  count={stories.length}
                  rowHeight={rowHeight}
                />
              )
            );
          })}
        </div>
      </div>
    </div>
  );
}
