import { useVirtualizer } from '@tanstack/react-virtual';
import { type RefObject, useRef } from 'react';
import type { LogRecord } from '../../../../server/protocol/records.js';
import { formatQuantity } from '../../format/numbers.js';
import type { ProviderEnvironment } from '../../state/environment.js';
import { type ListItem, seqOf } from '../../state/list-items.js';
import type { PaymentStory } from '../../state/payment-story.js';
import { lookUpContext } from '../../state/record-context.js';
import { useWidth } from '../use-width.js';
import classes from './record-list.module.css';
import { RecordRow } from './record-row.js';
import { useScrollPosition } from './use-scroll-position.js';

/** From this width on (CSS pixels) a record fits one line; the same number stands in record-list.module.css. */
const ONE_LINE_WIDTH = 1100;
const ONE_LINE_HEIGHT = 32;
const TWO_LINES_HEIGHT = 52;

interface RecordListProps {
  listRef: RefObject<HTMLDivElement | null>;
  items: readonly ListItem[];
  query: string;
  payments: ReadonlyMap<string, PaymentStory>;
  providers: readonly ProviderEnvironment[];
  isFollowing: boolean;
  selectedSeq: number | null;
  onSelect(record: LogRecord): void;
  onPickPayment(paymentId: string): void;
  /** Somebody scrolled; `anchorSeq` is the topmost line they see. */
  onTouch(anchorSeq: number): void;
}

/** Newest at the bottom, like a terminal. Only the lines in sight exist in the document. */
export function RecordList(props: RecordListProps) {
  const { listRef, items, query, payments, providers, isFollowing, selectedSeq, onSelect, onPickPayment, onTouch } = props;
  const frameRef = useRef<HTMLDivElement>(null);
  const rowHeight = useWidth(frameRef) >= ONE_LINE_WIDTH ? ONE_LINE_HEIGHT : TWO_LINES_HEIGHT;
  const virtualizer = useVirtualizer({
    count: items.length,
    getScrollElement: () => listRef.current,
    estimateSize: () => rowHeight,
    overscan: 8,
  });
  const onScroll = useScrollPosition({ listRef, items, query, rowHeight, isFollowing, selectedSeq, onTouch, virtualizer });

  return (
    <div ref={frameRef} className={classes.frame}>
      <div
        ref={listRef}
        className={classes.scroller}
        role="listbox"
        tabIndex={0}
        aria-label="Records, newest last"
        aria-activedescendant={selectedSeq === null ? undefined : `record-${selectedSeq}`}
        onScroll={onScroll}
      >
        <div className={classes.space} style={{ height: items.length * rowHeight }} role="presentation">
          {virtualizer.getVirtualItems().map(({ index }) => {
            const item = items[index];
            if (!item) return null;
            // By record, not by place: a line keeps its element when the lines above it go.
            const key = `${item.kind}-${seqOf(item)}`;
            const place = { height: rowHeight, transform: `translateY(${index * rowHeight}px)` };
            if (item.kind === 'gap') {
              return (
                <div key={key} className={classes.gap} style={place} role="presentation">
                  {formatQuantity(item.toSeq - item.fromSeq + 1, 'record')} missing here
                </div>
              );
            }
            const context = lookUpContext(item.record, payments);
            return (
              <RecordRow
                key={key}
                record={item.record}
                provider={providers.find(({ name }) => name === context.provider)?.title ?? context.provider}
                event={context.event}
                endpoint={context.endpoint}
                isRunning={context.isRunning}
                isSelected={item.record.seq === selectedSeq}
                index={index}
                count={items.length}
                rowHeight={rowHeight}
                onSelect={onSelect}
                onPickPayment={onPickPayment}
              />
            );
          })}
        </div>
      </div>
    </div>
  );
}
