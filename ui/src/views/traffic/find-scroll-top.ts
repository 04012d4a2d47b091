import { findLine, type Lines, seqOf } from '../../state/line.js';

interface ReadingPosition {
  lines: Lines;
  /** CSS pixels. */
  rowHeight: number;
  viewHeight: number;
  /** The topmost line in sight; null when only the line that must be in sight is known. */
  topSeq: number | null;
  /** A line that must be in sight, if it is listed. */
  selectedSeq: number | null;
}

/** How far a list is scrolled (CSS pixels) in which somebody read there. */
export function findScrollTop({ lines, rowHeight, viewHeight, topSeq, selectedSeq }: ReadingPosition): number {
  const top = topSeq === null ? 0 : Math.max(0, findLine(lines, topSeq)) * rowHeight;
  const index = selectedSeq === null ? -1 : findLine(lines, selectedSeq);
  const line = lines.at(index);
  if (!line || seqOf(line) !== selectedSeq) return top;
  const place = index * rowHeight;
  const isInSight = topSeq !== null && place >= top && place + rowHeight <= top + viewHeight;
  return isInSight ? top : Math.max(0, place - (viewHeight - rowHeight) / 2);
}
