import { useRef } from 'react';
import type { LogState } from '../../state/log-state.js';
import { useStage } from '../stage-context.js';
import { useStoreValue } from '../use-store-value.js';

/** Position of the newest record that tells of another time or speed; looks at each record once. */
export function useClockChanged(): number {
  const { store } = useStage();
  const seen = useRef({ scannedSeq: -1, changedSeq: 0 });
  return useStoreValue(store, ({ log }) => {
    seen.current = lookForChange(log, seen.current);
    return seen.current.changedSeq;
  });
}

function lookForChange({ records }: LogState, seen: { scannedSeq: number; changedSeq: number }) {
  const newestSeq = records.at(-1)?.seq ?? 0;
  // Whatever was there before the first look is part of the first answer.
  if (seen.scannedSeq < 0) return { scannedSeq: newestSeq, changedSeq: 0 };
  if (newestSeq === seen.scannedSeq) return seen;
  for (let index = -1; ; index--) {
    const record = records.at(index);
    if (!record || record.seq <= seen.scannedSeq) return { ...seen, scannedSeq: newestSeq };
    if (record.type === 'clock.changed' || record.type === 'stage.reset')
      return { scannedSeq: newestSeq, changedSeq: record.seq };
  }
}
