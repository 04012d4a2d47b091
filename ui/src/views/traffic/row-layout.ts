/** How much of a record fits beside each other: all of it; sentence and verdict above the rest; a sentence of two lines above the rest. */
export type RowLayout = 'wide' | 'medium' | 'narrow';

/** CSS pixels. */
export const rowHeights: Record<RowLayout, number> = { wide: 32, medium: 52, narrow: 74 };

/** The layout for a list of that many CSS pixels. */
export function pickRowLayout(width: number): RowLayout {
  if (width >= 1_050) return 'wide';
  return width >= 560 ? 'medium' : 'narrow';
}
