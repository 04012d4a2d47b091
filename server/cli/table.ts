import { type Paint, paintNothing } from './paint.js';

export interface Column<Row> {
  title: string;
  read(row: Row): string;
  isRight?: boolean;
  /** Colours a cell after it was aligned. */
  tint?(row: Row, cell: string, paint: Paint): string;
}

/** Rows as aligned lines under a head; the last column is not padded. */
export function formatTable<Row>(columns: readonly Column<Row>[], rows: readonly Row[], paint: Paint = paintNothing): string[] {
  const widths = columns.map(({ title, read }) => Math.max(title.length, ...rows.map((row) => [...read(row)].length)));
  const align = (text: string, index: number) => {
    const padding = ' '.repeat(Math.max(0, (widths[index] ?? 0) - [...text].length));
    if (columns[index]?.isRight) return padding + text;
    return index === columns.length - 1 ? text : text + padding;
  };
  const head = columns.map(({ title }, index) => align(title, index)).join('  ');
  return [
    paint('faint', head.trimEnd()),
    ...rows.map((row) =>
      columns
        .map(({ read, tint }, index) => {
          const cell = align(read(row), index);
          return tint ? tint(row, cell, paint) : cell;
        })
        .join('  ')
        .trimEnd(),
    ),
  ];
}
