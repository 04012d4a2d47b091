import { listSearchHelp, searchRules } from '../../reading/search-help.js';
import type { PagerLine } from './pager.js';
import type { TailModel } from './tail-model.js';

interface KeyHelp {
  keys: string;
  text: string;
  /** In a word or two, for the line at the bottom. */
  short: string;
}

/** Most keys of the page, and what a terminal needs besides; `p` does what `o` does there. */
const listKeys: readonly KeyHelp[] = [
  { keys: 'j k', text: 'select the next or the previous record; also the arrows, PgUp, PgDn, Home, End', short: 'select' },
  { keys: 'g', text: 'follow again what happens', short: 'follow' },
  { keys: 'd', text: 'details of the record, with its bodies; also Enter', short: 'details' },
  { keys: 'r', text: 'redeliver the selected delivery: same bytes, fresh signature', short: 'redeliver' },
  { keys: '/', text: 'search; Enter keeps it, Esc goes back to what it was', short: 'search' },
  { keys: 'p', text: 'only this payment; once more: all of them', short: 'payment' },
  { keys: 'x', text: 'switch the search off for a moment, and on again', short: 'search off' },
  { keys: '?', text: 'this help', short: 'help' },
  { keys: 'q', text: 'quit; also Ctrl-C', short: 'quit' },
];

type Hint = Pick<KeyHelp, 'keys' | 'short'>;

/** In which order the bottom line names the keys of the list, since not all may fit. */
const LIST_HINTS = ['?', 'q', 'j k', 'd', 'r', '/', 'g', 'x', 'p'];
const pagerHints: readonly Hint[] = [
  { keys: 'Esc', short: 'back' },
  { keys: 'j k', short: 'scroll' },
  { keys: 'q', short: 'quit' },
];
const detailsHints: readonly Hint[] = [
  { keys: 'r', short: 'redeliver' },
  { keys: 'p', short: 'payment' },
];

/** What the bottom line says while nothing else has to be said, the most useful first: only what would do something now. */
export function listHints({ pagers, selectedSeq, search }: TailModel): Hint[] {
  const pager = pagers.at(-1);
  if (pager) return [...pagerHints, ...(pager.kind === 'details' ? detailsHints : [])];
  const idle = [...(selectedSeq === null ? ['g', 'r'] : []), ...(search === '' ? ['x'] : [])];
  return LIST_HINTS.filter((keys) => !idle.includes(keys)).flatMap(
    (wanted) => listKeys.find(({ keys }) => keys === wanted) ?? [],
  );
}

/** @param provider see `listSearchHelp`. */
export function describeKeys(provider: string | undefined): PagerLine[] {
  const searchHelp = listSearchHelp(provider);
  const width = Math.max(...searchHelp.map(({ example }) => example.length), ...searchRules.map(({ example }) => example.length));
  const row = (left: string, text: string, columns: number): PagerLine => ({ label: left.padEnd(columns + 2), text });
  return [
    ...listKeys.map(({ keys, text }) => row(keys, text, 4)),
    { text: '' },
    { text: 'Search', tone: 'strong' },
    ...searchRules.map(({ example, text }) => row(example, text, width)),
    { text: '' },
    ...searchHelp.map(({ example, text }) => row(example, text, width)),
  ];
}
