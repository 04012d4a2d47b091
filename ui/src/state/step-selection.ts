import type { LogRecord } from '../../../server/protocol/records.js';
import { findLine, type Line, type Lines } from './line.js';

/** The record to select when somebody steps down (1) or up (-1) from `seq`; the newest when nothing is selected. Null at the ends. */
export function stepSelection(lines: Lines, seq: number | null, step: 1 | -1): LogRecord | null {
  const current = seq === null ? lines.length : findLine(lines, seq);
  const isListed = seq !== null && hasRecord(lines.at(current), seq);
  // A selected record that the filter hides stands between two lines: the one before it is the next one up.
  let index = seq === null ? lines.length - 1 : step === -1 && !isListed ? current : current + step;
  for (; index >= 0 && index < lines.length; index += seq === null ? -1 : step) {
    const line = lines.at(index);
    if (line?.kind === 'record') return line.record;
  }
  return null;
}

function hasRecord(line: Line | undefined, seq: number): boolean {
  return line?.kind === 'record' && line.record.seq === seq;
}
