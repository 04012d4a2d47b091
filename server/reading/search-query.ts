import { closest, distance } from 'fastest-levenshtein';
import { readTerms, type TypedTerm } from './read-terms.js';
import { knownKinds, knownVerdicts } from './record-words.js';
import { isSearchField, isSearchTrait, type SearchField, searchFields, searchTraits } from './search-fields.js';
import { parseSearchLimit, type SearchLimit } from './search-moment.js';
import { normalizeValue } from './search-values.js';

/** What was typed into the search, ready to be held against records. */
export interface SearchQuery {
  /** All of them must hold. */
  terms: readonly SearchTerm[];
  /** What could not be understood, in plain words; at most five. */
  problems: readonly string[];
  /** True when nothing is asked for, so that every record matches. */
  isEmpty: boolean;
}

export type SearchTerm = TextTerm | WordTerm | LimitTerm;

/** Free text, in lower case. */
export interface TextTerm {
  field: null;
  isNegated: boolean;
  text: string;
}

export interface WordTerm {
  field: Exclude<SearchField, 'before' | 'after'>;
  isNegated: boolean;
  /** One of them must hold. In the form in which the field is compared: lower case, and folded where its words are from a fixed list. */
  values: readonly string[];
}

export interface LimitTerm {
  field: 'before' | 'after';
  isNegated: boolean;
  /** One of them must hold. */
  limits: readonly SearchLimit[];
}

const MAX_PROBLEMS = 5;
const MAX_QUOTED_CHARS = 40;
/** `localhost:3000/hook`: a host with its port, not a field. */
const PORT = /^\d{1,5}(?:[/?#]|$)/;

/**
 * Reads the search grammar. Never throws, whatever was typed; what cannot be understood becomes a problem and, where it may be meant so,
 * free text.
 * @param nowMs the instant that `10m` and `10:30` count from.
 */
export function parseSearch(typed: string, nowMs: number): SearchQuery {
  const terms: SearchTerm[] = [];
  const problems = new Set<string>();
  const complain = (problem: string) => {
    if (problems.size < MAX_PROBLEMS) problems.add(problem);
  };
  for (const term of readTerms(typed)) {
    const read = readTerm(term, nowMs, complain);
    if (read) terms.push(read);
  }
  return { terms, problems: [...problems], isEmpty: terms.length === 0 };
}

function readTerm({ name, isNegated, values }: TypedTerm, nowMs: number, complain: (text: string) => void): SearchTerm | null {
  const given = values.map((value) => value.toLowerCase().trim()).filter((value) => value !== '');
  if (name === null || !isSearchField(name)) {
    const text = `${name === null ? '' : `${name}:`}${values.join(',')}`.toLowerCase();
    if (name !== null && !PORT.test(given[0] ?? '')) complain(tellUnknownField(name));
    return text === '' ? null : { field: null, isNegated, text };
  }
  if (given.length === 0) {
    complain(`${name}: needs a value right after the colon`);
    return null;
  }
  if (name === 'before' || name === 'after') return readLimits(name, isNegated, given, nowMs, complain);
  const words = readWords(name, given, complain);
  return words.length === 0 ? null : { field: name, isNegated, values: words };
}

function readWords(field: WordTerm['field'], given: readonly string[], complain: (text: string) => void): string[] {
  const words = given.map((word) => normalizeValue(field, word));
  if (field === 'is') {
    return words.filter((word) => {
      if (isSearchTrait(word)) return true;
      complain(`is: knows ${joinWords(searchTraits)}, not ${quote(word)}${suggest(word, searchTraits)}`);
      return false;
    });
  }
  // An unknown word stays in the search: a newer stage may know it.
  const known = field === 'type' ? knownKinds : field === 'verdict' ? knownVerdicts : null;
  for (const word of words) {
    if (known?.includes(word) === false) complain(`no ${field} ${quote(word)}${suggest(word, known)}`);
  }
  return words;
}

function readLimits(
  field: LimitTerm['field'],
  isNegated: boolean,
  given: readonly string[],
  nowMs: number,
  complain: (text: string) => void,
): LimitTerm | null {
  const limits = given.flatMap((text) => {
    const limit = parseSearchLimit(text, nowMs);
    if (limit === null) complain(`${field}: wants a time such as 10:30, 10m, 2026-05-04 or #123, not ${quote(text)}`);
    return limit ?? [];
  });
  return limits.length === 0 ? null : { field, isNegated, limits };
}

function tellUnknownField(name: string): string {
  const near = suggest(name, searchFields);
  return `no field ${quote(name)}${near === '' ? '; searched as text' : near.replace(/\?$/, ':?')}`;
}

/** `; did you mean retry?`, or nothing when no known word is near. */
function suggest(wrong: string, known: readonly string[]): string {
  // The distance takes time by the product of the lengths; no word that long is a slip of the finger.
  if (wrong.length > 2 * MAX_QUOTED_CHARS) return '';
  const best = closest(wrong, [...known]);
  return distance(wrong, best) <= Math.max(1, Math.floor(best.length / 3)) ? `; did you mean ${best}?` : '';
}

function joinWords(words: readonly string[]): string {
  return `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

function quote(text: string): string {
  return `"${text.length > MAX_QUOTED_CHARS ? `${text.slice(0, MAX_QUOTED_CHARS).replace(/[\ud800-\udbff]$/, '')}…` : text}"`;
}
