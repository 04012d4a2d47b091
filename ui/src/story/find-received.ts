import type { LogRecord } from '../../../server/protocol/records.js';
import { findFirstAfter } from '../state/chunked-list.js';
import type { FindReceived } from './delivery-row.js';

/** Records looked at for one attempt: while much happens at once its own may be far away, and then it is left out. */
const MAX_LOOKED_AT = 500;

/** Looks for the receiver's record between the start and the end of an attempt: same path, same bytes. */
export function createReceivedFinder(records: { length: number; at(index: number): LogRecord | undefined }): FindReceived {
  return ({ started, finished }, event, endpoint) => {
    if (!started) return undefined;
    const path = pathOf(endpoint);
    const endSeq = finished?.seq ?? Number.POSITIVE_INFINITY;
    const start = findFirstAfter(records, started.seq, ({ seq }) => seq);
    for (let index = start; index < start + MAX_LOOKED_AT; index++) {
      const record = records.at(index);
      if (!record || record.seq > endSeq) return undefined;
      if (record.type !== 'bin.received' || record.request.url !== path) continue;
      if (record.request.body?.text === event.body) return record;
    }
    return undefined;
  };
}

function pathOf(endpoint: string): string {
  try {
    const { pathname, search } = new URL(endpoint);
    return pathname + search;
  } catch {
    return endpoint;
  }
}
