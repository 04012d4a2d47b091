import type { Column } from '../../columns/columns.js';

/** How much of a record fits beside each other: all of it; the sentence above the rest; a sentence of two lines above the rest. */
export type RowLayout = 'wide' | 'medium' | 'narrow';

/** CSS pixels. */
export const rowHeights: Record<RowLayout, number> = { wide: 32, medium: 52, narrow: 74 };

/** The layout for a list of that many CSS pixels. */
export function pickRowLayout(width: number): RowLayout {
  if (width >= 1_050) return 'wide';
  return width >= 560 ? 'medium' : 'narrow';
}

/** The columns of each of the two lines that a record has where it is not wide. */
export function splitColumns(columns: readonly Column[]): [first: Column[], second: Column[]] {
  return [columns.filter(({ id }) => id === 'sentence'), columns.filter(({ id }) => id !== 'sentence')];
}

/** The columns as CSS grid tracks; those of a second line give way where many were chosen. */
export function joinTracks(columns: readonly Column[], layout: RowLayout): string {
  if (layout === 'wide') return columns.map(({ track }) => track).join(' ');
  const [, second] = splitColumns(columns);
  return second.map(giveWay).join(' ');
}

function giveWay({ id, track }: Column): string {
  // It stands at the edge, where the eye runs down the lines, and is never cut.
  if (id === 'verdict') return `minmax(${track}, 1fr)`;
  return id === 'time' || track.startsWith('minmax') ? track : `minmax(0, ${track})`;
}
