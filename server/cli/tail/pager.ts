import type { Tone } from '../paint.js';
import type { TailEntry } from './tail-entry.js';
import { measureText, wrapText } from './text-width.js';

/** A line of text that fills the screen, safe to print; longer ones are wrapped. */
export interface PagerLine {
  /** What stands in front of the text, set apart. */
  label?: string;
  text: string;
  tone?: Tone;
}

/** Text over the list: the details of a record, or the help. */
export interface Pager {
  kind: 'details' | 'help';
  title: string;
  lines: readonly PagerLine[];
  /** Rows above the first one that is seen. */
  scroll: number;
  /** The record that it is about. */
  entry: TailEntry | null;
}

/** What was laid out last: scrolling through a large body would wrap it anew with every key. */
const laidOut = new WeakMap<readonly PagerLine[], { columns: number; rows: readonly PagerLine[] }>();

/** The lines as rows of so many columns. */
export function layOutPager({ lines }: Pager, columns: number): readonly PagerLine[] {
  const known = laidOut.get(lines);
  if (known?.columns === columns) return known.rows;
  const rows = wrapLines(lines, columns);
  laidOut.set(lines, { columns, rows });
  return rows;
}

function wrapLines(lines: readonly PagerLine[], columns: number): PagerLine[] {
  return lines.flatMap(({ label = '', text, tone }) => {
    const isLabelWhole = measureText(label) < columns;
    return wrapText(label + text, columns).map((piece, index) => {
      const own = index === 0 && isLabelWhole ? label : '';
      return { label: own, text: piece.slice(own.length), ...(tone === undefined ? {} : { tone }) };
    });
  });
}
