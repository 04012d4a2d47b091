import { defaultRangeExtractor, type Range, useVirtualizer } from '@tanstack/react-virtual';
import { type CSSProperties, type RefObject, useRef } from 'react';
import type { LogRecord } from '../../../../server/protocol/records.js';
import type { Column } from '../../columns/columns.js';
import { formatQuantity } from '../../format/numbers.js';
import { type Lines, seqOf } from '../../state/line.js';
import type { ListView } from '../../state/line-list.js';
import type { PaymentStory } from '../../state/payment-story.js';
import { lookUpContext } from '../../state/record-context.js';
import { useWidth } from '../use-width.js';
import { ColumnHeadings } from './column-headings.js';
import classes from './record-list.module.css';
import { RecordRow } from './record-row.js';
import { joinTracks, pickRowLayout, rowHeights } from './row-layout.js';
import { useScrollPosition } from './use-scroll-position.js';

const OVERSCAN = 8;
/** At the end every line changes with every batch, and whoever scrolls away from it has the others with the next frame. */
const OVERSCAN_AT_END = 2;
/** More than are ever in sight: a line's element is used again for the line that takes its place. */
const SLOTS = 256;

interface RecordListProps {
  listRef: RefObject<HTMLDivElement | null>;
  lines: Lines;
  view: ListView;
  columns: readonly Column[];
  payments: ReadonlyMap<string, PaymentStory>;
  titles: ReadonlyMap<string, string>;
  isFollowing: boolean;
  anchorSeq: number | null;
  /** False when a link named the selected line and no place. */
  isTopKnown: boolean;
  /** True when every line up to `anchorSeq` is there. */
  isComplete: boolean;
  selectedSeq: number | null;
  onSelect(record: LogRecord): void;
  onOpenPayment(paymentId: string): void;
  /** Somebody scrolled; `anchorSeq` is the topmost line they see. */
  onTouch(anchorSeq: number): void;
}

/** Newest at the bottom, like a terminal. Only the lines in sight exist in the document. */
export function RecordList(props: RecordListProps) {
  const { listRef, lines, view, columns, payments, titles, isFollowing, anchorSeq, selectedSeq } = props;
  const { onSelect, onOpenPayment, onTouch } = props;
  const frameRef = useRef<HTMLDivElement>(null);
  const width = useWidth(frameRef);
  const layout = pickRowLayout(width);
  const rowHeight = rowHeights[layout];
  const virtualizer = useVirtualizer({
    // It works out every line's place when this number changes, so it changes seldom.
    count: roundUp(lines.length),
    getScrollElement: () => listRef.current,
    estimateSize: () => rowHeight,
    useFlushSync: false,
    // While the end is followed the lines at the end are drawn at once, not after the scrolling has been noticed.
    rangeExtractor: (range) => (isFollowing ? listEnd(lines.length, range) : listRange(lines.length, range)),
  });
  const isPlaceKnown = props.isComplete && width > 0;
  const place = { isFollowing, anchorSeq, isTopKnown: props.isTopKnown, isPlaceKnown, selectedSeq };
  const onScroll = useScrollPosition({ listRef, lines, view, rowHeight, ...place, onTouch, virtualizer });

  return (
    <div ref={frameRef} className={classes.frame} style={{ '--tracks': joinTracks(columns, layout) } as CSSProperties}>
      <ColumnHeadings columns={columns} layout={layout} />
      <div
        ref={listRef}
        className={classes.scroller}
        role="listbox"
        tabIndex={0}
        aria-label="Records, newest last"
        aria-activedescendant={selectedSeq === null ? undefined : `record-${selectedSeq}`}
        onScroll={onScroll}
      >
        <div className={classes.space} style={{ height: lines.length * rowHeight }} role="presentation">
          {virtualizer.getVirtualItems().map(({ index }) => {
            const line = lines.at(index);
            if (!line) return null;
            const key = index % SLOTS;
            if (line.kind === 'gap') {
              return (
                <div
                  key={`gap-${seqOf(line)}`}
                  className={classes.gap}
                  style={{ height: rowHeight, transform: `translateY(${index * rowHeight}px)` }}
                  role="presentation"
                >
                  {formatQuantity(line.toSeq - line.fromSeq + 1, 'record')} missing here: payments may have moved on in the
                  meantime
                </div>
              );
            }
            const context = lookUpContext(line.record, payments);
            return (
              <RecordRow
                key={key}
                record={line.record}
                columns={columns}
                layout={layout}
                provider={context.provider === null ? null : (titles.get(context.provider) ?? context.provider)}
                event={context.event}
                endpoint={context.endpoint}
                isRunning={context.isRunning}
                isSelected={line.record.seq === selectedSeq}
                index={index}
                rowHeight={rowHeight}
                onSelect={onSelect}
                onOpenPayment={onOpenPayment}
              />
            );
          })}
        </div>
      </div>
    </div>
  );
}

function roundUp(count: number): number {
  return 2 ** Math.ceil(Math.log2(Math.max(64, count)));
}

function listRange(count: number, range: Range): number[] {
  return defaultRangeExtractor({ ...range, overscan: OVERSCAN }).filter((index) => index < count);
}

function listEnd(count: number, { startIndex, endIndex }: Range): number[] {
  const wanted = endIndex - startIndex + 1 + OVERSCAN_AT_END;
  const first = Math.max(0, count - wanted);
  return Array.from({ length: count - first }, (_, offset) => first + offset);
}
