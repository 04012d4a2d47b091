import { readTerms, type TypedTerm } from './read-terms.js';
import type { SearchField } from './search-fields.js';
import { normalizeValue } from './search-values.js';

/** Fields of which one record can have several values, so that two chips ask for both rather than for either. */
const MANY_VALUED: readonly SearchField[] = ['is', 'before', 'after'];

/** True when what was typed asks for `field:value`. */
export function hasTerm(typed: string, field: SearchField, value: string): boolean {
  return findTerm(typed, field, value, false) !== undefined;
}

/**
 * Adds `field:value`, or removes it where it stands; the rest stays as typed. A second value of a field joins the first one
 * (`status:paid,failed`), except where a record can have both. An exclusion of the same value gives way.
 */
export function toggleTerm(typed: string, field: SearchField, value: string): string {
  if (value.trim() === '') return typed;
  const settled = settleQuotes(typed);
  if (hasTerm(settled, field, value)) return removeValue(settled, field, value, false);
  return addValue(removeValue(settled, field, value, true), field, value, false);
}

/** Writes `-field:value`; what asked for it before is taken out. */
export function excludeTerm(typed: string, field: SearchField, value: string): string {
  if (value.trim() === '') return typed;
  const rest = removeValue(settleQuotes(typed), field, value, false);
  return findTerm(rest, field, value, true) ? rest : addValue(rest, field, value, true);
}

/** True when what was typed leaves out `field:value`. */
export function hasExclusion(typed: string, field: SearchField, value: string): boolean {
  return findTerm(typed, field, value, true) !== undefined;
}

/** Without `field:value` and without its exclusion. */
export function removeTerm(typed: string, field: SearchField, value: string): string {
  return removeValue(removeValue(typed, field, value, false), field, value, true);
}

/** Writes `field:value` in the place of every other value of that field, also of excluded ones: "only this". */
export function setTerm(typed: string, field: SearchField, value: string): string {
  if (value.trim() === '') return typed;
  let text = settleQuotes(typed);
  for (const term of readTerms(text).reverse()) if (term.name === field) text = cutTerm(text, term);
  return addValue(text, field, value, false);
}

function findTerm(typed: string, field: SearchField, value: string, isNegated: boolean): TypedTerm | undefined {
  return readTerms(typed).find(
    (term) => isOf(term, field, isNegated) && term.values.some((given) => isSame(field, given, value)),
  );
}

function addValue(typed: string, field: SearchField, value: string, isNegated: boolean): string {
  const joined = MANY_VALUED.includes(field) ? undefined : readTerms(typed).findLast((term) => isOf(term, field, isNegated));
  if (joined)
    return replaceTerm(
      typed,
      joined,
      formatTerm(field, [...joined.values.filter((given) => given.trim() !== ''), value], isNegated),
    );
  return typed + (typed === '' || /\s$/.test(typed) ? '' : ' ') + formatTerm(field, [value], isNegated);
}

/** Writes out what odd quotes mean, because that depends on what stands behind them: a quote still open would swallow what is added. */
function settleQuotes(typed: string): string {
  let text = typed;
  for (const term of readTerms(typed).reverse()) {
    const isOdd = term.isOpen || term.values.some((value) => value.startsWith('"'));
    if (isOdd) text = replaceTerm(text, term, formatTerm(term.name, term.values, term.isNegated));
  }
  return text;
}

/** Without that value; a term that has no other goes with a blank beside it. */
function removeValue(typed: string, field: SearchField, value: string, isNegated: boolean): string {
  let text = typed;
  for (const term of readTerms(typed).reverse()) {
    if (!isOf(term, field, isNegated)) continue;
    if (!term.values.some((given) => isSame(field, given, value))) continue;
    const others = term.values.filter((given) => given.trim() !== '' && !isSame(field, given, value));
    text = others.length === 0 ? cutTerm(text, term) : replaceTerm(text, term, formatTerm(field, others, isNegated));
  }
  return text;
}

function isOf(term: TypedTerm, field: SearchField, isNegated: boolean): boolean {
  return term.name === field && term.isNegated === isNegated;
}

function isSame(field: SearchField, given: string, value: string): boolean {
  return normalizeValue(field, given) === normalizeValue(field, value);
}

function replaceTerm(typed: string, { start, end }: TypedTerm, text: string): string {
  return typed.slice(0, start) + text + typed.slice(end);
}

function cutTerm(typed: string, { start, end }: TypedTerm): string {
  const before = typed.slice(0, start);
  const after = typed.slice(end);
  return after === '' ? before.replace(/\s$/, '') : before + after.replace(/^\s/, '');
}

/** Free text stands in quotes always: without them it might begin with a minus or a field. */
function formatTerm(name: string | null, values: readonly string[], isNegated: boolean): string {
  const sign = isNegated ? '-' : '';
  if (name === null) return sign + values.map(quote).join('');
  return `${sign}${name}:${values.map((value) => (/^(?!\/\/)[^\s",]+$/.test(value) ? value : quote(value))).join(',')}`;
}

function quote(value: string): string {
  return `"${value.replace(/[\\"]/g, '\\$&')}"`;
}
