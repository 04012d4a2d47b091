import { useEffect, useState } from 'react';
import type { LogRecord } from '../../../../server/protocol/records.js';
import { findRecord } from '../../exchange/find-record.js';
import type { ChunkedList } from '../../state/chunked-list.js';

interface SelectionOptions {
  records: ChunkedList<LogRecord>;
  /** What was selected when the list was last shown. */
  beforeSeq: number | null;
  /** True when every record of the log has arrived that will. */
  isSettled: boolean;
}

interface Selection {
  chosen: LogRecord | null;
  /** What the address says, also while its record has not arrived. */
  chosenSeq: number | null;
  choose(record: LogRecord | null): void;
}

/** The selected record. It stays selected when the page lets go of it; one that is not there when the list comes back is forgotten. */
export function useSelection({ records, beforeSeq, isSettled }: SelectionOptions): Selection {
  const [choice, setChoice] = useState<LogRecord | { seq: number } | null>(beforeSeq === null ? null : { seq: beforeSeq });
  const found = choice === null || 'type' in choice ? choice : (findRecord(records, choice.seq) ?? null);
  const isLost = found === null && choice !== null && isSettled;
  useEffect(() => {
    if (found !== null || isLost) setChoice(found);
  }, [found, isLost]);
  return { chosen: found, chosenSeq: isLost ? null : (choice?.seq ?? null), choose: setChoice };
}
