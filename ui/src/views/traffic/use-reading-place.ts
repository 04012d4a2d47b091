import { useEffect, useRef, useState } from 'react';
import { lateAddress } from '../../routing/late-address.js';
import { type ReadingPlace, readReadingPlace, writeReadingPlace } from '../../routing/reading-place.js';
import { useStage } from '../stage-context.js';
import { useStoreValue } from '../use-store-value.js';

const nowhere: ReadingPlace = { selectedSeq: null, topSeq: null };
/** Which of the logs that this page has seen the address speaks of; null: the page has just been loaded. */
let knownGeneration: number | null = null;

/** Where somebody read when the list was last shown, by the address, and how to note where they read now. */
export function useReadingPlace(): [before: ReadingPlace, note: (now: ReadingPlace) => void] {
  const { store } = useStage();
  const generation = useStoreValue(store, ({ logGeneration }) => logGeneration);
  const [before] = useState(() => takePlace(generation));
  const noted = useRef(before);
  useEffect(() => {
    // The browser went to another address: what waits was meant for the one before.
    addEventListener('popstate', lateAddress.drop);
    return () => {
      removeEventListener('popstate', lateAddress.drop);
      lateAddress.drop();
    };
  }, []);
  const note = (now: ReadingPlace) => {
    if (noted.current.selectedSeq === now.selectedSeq && noted.current.topSeq === now.topSeq) return;
    noted.current = now;
    lateAddress.change((search) => writeReadingPlace(search, now));
  };
  return [before, note];
}

/** In another log the same numbers are other records. */
function takePlace(generation: number): ReadingPlace {
  const isOtherLog = knownGeneration !== null && knownGeneration !== generation;
  knownGeneration = generation;
  if (isOtherLog) {
    lateAddress.change((search) => writeReadingPlace(search, nowhere));
    lateAddress.flush();
  }
  return readReadingPlace(location.search);
}
