import type { LogRecord } from '../../../server/protocol/records.js';

/** A line of the list: a record, or the place where records are missing. */
export type Line = { kind: 'record'; record: LogRecord } | { kind: 'gap'; fromSeq: number; toSeq: number };

/** Sequence number that a line stands at; unique within a list. */
export function seqOf(line: Line): number {
  return line.kind === 'record' ? line.record.seq : line.fromSeq;
}

/** Lines in order of their sequence numbers. */
export interface Lines {
  readonly length: number;
  at(index: number): Line | undefined;
}

/** Index of the line at `seq`, or of the nearest one before it; -1 when all lines stand behind it. */
export function findLine(lines: Lines, seq: number): number {
  let low = 0;
  let high = lines.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const line = lines.at(middle);
    if (line && seqOf(line) <= seq) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
