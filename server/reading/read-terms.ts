/** One term as it stands in what somebody typed. */
export interface TypedTerm {
  /** Where it stands: from `start` up to, not including, `end`. */
  start: number;
  end: number;
  isNegated: boolean;
  /** The word before the colon in lower case, known or not; null for free text. */
  name: string | null;
  /** Free text has exactly one value. Without quotes; may hold an empty one. */
  values: readonly string[];
  /** True when it ends in a quote that nobody closed. */
  isOpen: boolean;
}

interface Part {
  value: string;
  end: number;
  isOpen: boolean;
}

/** A name, its colon, and not the two slashes that would make it a URL. */
const NAME = /([a-z]+):(?!\/\/)/iy;
const BLANK = /\s/;

/** Splits what somebody typed at its blanks, quotes and colons. Takes anything; every character is looked at a few times at most. */
export function readTerms(typed: string): TypedTerm[] {
  const terms: TypedTerm[] = [];
  let position = 0;
  for (;;) {
    while (position < typed.length && BLANK.test(typed.charAt(position))) position += 1;
    if (position >= typed.length) return terms;
    const term = readTerm(typed, position);
    terms.push(term);
    position = term.end;
  }
}

function readTerm(typed: string, start: number): TypedTerm {
  const isNegated = typed.charAt(start) === '-';
  const begin = isNegated ? start + 1 : start;
  NAME.lastIndex = begin;
  const name = NAME.exec(typed)?.[1];
  if (name !== undefined) return { start, isNegated, name: name.toLowerCase(), ...readValues(typed, begin + name.length + 1) };
  const { value, end, isOpen } = readQuoted(typed, begin, false) ?? readBare(typed, begin, false);
  return { start, end, isNegated, name: null, values: [value], isOpen };
}

/** Values between commas, each bare or in quotes. */
function readValues(typed: string, start: number): Pick<TypedTerm, 'values' | 'end' | 'isOpen'> {
  const values: string[] = [];
  for (let position = start; ; position += 1) {
    const { value, end, isOpen } = readQuoted(typed, position, true) ?? readBare(typed, position, true);
    values.push(value);
    position = end;
    if (typed.charAt(position) !== ',') return { values, end: position, isOpen };
  }
}

/**
 * Null where no quote stands, or where the closing one is in the middle of a word: `"famt":2000` is a piece of JSON, to be taken as typed.
 * A quote that is still open reaches to the end, so that a search works while it is being typed.
 */
function readQuoted(typed: string, start: number, isList: boolean): Part | null {
  if (typed.charAt(start) !== '"') return null;
  let value = '';
  for (let position = start + 1; position < typed.length; position += 1) {
    const char = typed.charAt(position);
    const next = typed.charAt(position + 1);
    if (char === '\\' && (next === '"' || next === '\\')) {
      value += next;
      position += 1;
    } else if (char === '"') {
      return isEnd(next, isList) ? { value, end: position + 1, isOpen: false } : null;
    } else value += char;
  }
  return { value, end: typed.length, isOpen: true };
}

function readBare(typed: string, start: number, isList: boolean): Part {
  let end = start;
  while (!isEnd(typed.charAt(end), isList)) end += 1;
  return { value: typed.slice(start, end), end, isOpen: false };
}

function isEnd(char: string, isList: boolean): boolean {
  return char === '' || BLANK.test(char) || (isList && char === ',');
}
