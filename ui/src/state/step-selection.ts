import type { LogRecord } from '../../../server/protocol/records.js';
import { findItem, type ListItem } from './list-items.js';

/** The record to select when somebody steps down (1) or up (-1) from `seq`; the newest when nothing is selected. Null at the ends. */
export function stepSelection(items: readonly ListItem[], seq: number | null, step: 1 | -1): LogRecord | null {
  const current = seq === null ? items.length : findItem(items, seq);
  const isListed = seq !== null && hasRecord(items[current], seq);
  // A selected record that the filter hides stands between two lines: the one before it is the next one up.
  let index = seq === null ? items.length - 1 : step === -1 && !isListed ? current : current + step;
  for (; index >= 0 && index < items.length; index += seq === null ? -1 : step) {
    const item = items[index];
    if (item?.kind === 'record') return item.record;
  }
  return null;
}

function hasRecord(item: ListItem | undefined, seq: number): boolean {
  return item?.kind === 'record' && item.record.seq === seq;
}
