/** Where somebody reads in the live list, as far as it stands in the address. */
export interface ReadingPlace {
  /** The record whose details are shown; null: none. */
  selectedSeq: number | null;
  /** The topmost line in sight; null while the newest is followed, and in a link that names a record only. */
  topSeq: number | null;
}

const SELECTED = 'sel';
const TOP = 'at';

/** Reads a query such as `?sel=123&at=100`. */
export function readReadingPlace(search: string): ReadingPlace {
  const parameters = new URLSearchParams(search);
  return { selectedSeq: readSeq(parameters.get(SELECTED)), topSeq: readSeq(parameters.get(TOP)) };
}

/** The query with another reading place in it; everything else stays as it is. */
export function writeReadingPlace(search: string, { selectedSeq, topSeq }: ReadingPlace): string {
  const parameters = new URLSearchParams(search);
  for (const [name, seq] of [
    [SELECTED, selectedSeq],
    [TOP, topSeq],
  ] as const) {
    if (seq === null) parameters.delete(name);
    else parameters.set(name, String(seq));
  }
  const query = parameters.toString();
  return query === '' ? '' : `?${query}`;
}

/** A position in the log, from 1; null for anything else. */
export function readSeq(text: string | null): number | null {
  const seq = Number(text);
  return text !== null && Number.isSafeInteger(seq) && seq > 0 ? seq : null;
}
