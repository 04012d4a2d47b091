import { memo } from 'react';
import type { Column } from '../../columns/columns.js';
import classes from './record-list.module.css';
import { type RowLayout, splitColumns } from './row-layout.js';

interface ColumnHeadingsProps {
  columns: readonly Column[];
  layout: RowLayout;
}

/**
 * What the columns are called, as the lines below are laid out. It stands above the list and not in it, because a list box holds nothing but
 * what can be selected. On a phone the lines have no columns.
 */
export const ColumnHeadings = memo(function ColumnHeadings({ columns, layout }: ColumnHeadingsProps) {
  if (layout === 'narrow') return null;
  const [first, second] = splitColumns(columns);
  return (
    <div className={classes.headings}>
      {layout === 'wide' ? (
        <HeadingLine className={classes.tracks} label="Columns" columns={columns} />
      ) : (
        <>
          <HeadingLine className={classes.alone} label="Columns of the first line" columns={first} />
          <HeadingLine className={classes.tracks} label="Columns of the second line" columns={second} />
        </>
      )}
    </div>
  );
});

interface HeadingLineProps {
  className: string | undefined;
  label: string;
  columns: readonly Column[];
}

function HeadingLine({ className, label, columns }: HeadingLineProps) {
  return (
    <ul className={className} aria-label={label}>
      {columns.map(({ id, label: whole, heading = whole }) => (
        <li key={id} className={classes.heading} data-column={id} title={whole}>
          {heading}
        </li>
      ))}
    </ul>
  );
}
