import { type CSSProperties, memo } from 'react';
import type { LogRecord } from '../../../../server/protocol/records.js';
import type { Column } from '../../columns/columns.js';
import { describeKind } from '../../format/kind.js';
import type { RecordContext } from '../../state/record-context.js';
import { RecordCell } from './record-cell.js';
import classes from './record-list.module.css';
import { type RowLayout, splitColumns } from './row-layout.js';

interface RecordRowProps {
  record: LogRecord;
  columns: readonly Column[];
  layout: RowLayout;
  provider: string | null;
  event: RecordContext['event'];
  endpoint: string | null;
  isRunning: boolean;
  isSelected: boolean;
  index: number;
  rowHeight: number;
  onSelect(record: LogRecord): void;
  onOpenPayment(paymentId: string): void;
}

/** One record. Everything in it is text from the wire and stands there as text. */
export const RecordRow = memo(function RecordRow(props: RecordRowProps) {
  const { record, columns, layout, isSelected, index, rowHeight, onSelect } = props;
  const cell = ({ id }: Column) => <RecordCell key={id} id={id} {...props} />;
  const { family } = describeKind(record);
  const [first, second] = splitColumns(columns);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keys of a listbox are heard by the page, see use-live-commands.ts
    <div
      id={`record-${record.seq}`}
      className={layout === 'wide' ? classes.row : classes.twoLines}
      role="option"
      tabIndex={-1}
      aria-selected={isSelected}
      aria-posinset={index + 1}
      // The list grows without end; its length at the moment would change every line with every record.
      aria-setsize={-1}
      data-family={family}
      data-layout={layout}
      style={{ height: rowHeight, transform: `translateY(${index * rowHeight}px)` } as CSSProperties}
      onClick={() => onSelect(record)}
    >
      {layout === 'wide' ? (
        columns.map(cell)
      ) : (
        <>
          <div className={classes.first}>{first.map(cell)}</div>
          <div className={classes.second}>{second.map(cell)}</div>
        </>
      )}
    </div>
  );
});
