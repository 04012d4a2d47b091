import type { JsonField, JsonFieldKind } from './json-fields.js';

const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/** What somebody typed as JSON writes it; null when it cannot be a value of that kind. Digits stay as typed: `1.50` is not `1.5`. */
export function writeJsonValue(kind: JsonFieldKind, typed: string): string | null {
  if (kind === 'text') return JSON.stringify(typed);
  if (kind === 'number') return NUMBER.test(typed.trim()) ? typed.trim() : null;
  return kind;
}

/** The text with one value replaced. Every other character stays where and what it was: a signature is made over the bytes. */
export function replaceJsonField(text: string, field: JsonField, literal: string): string {
  return text.slice(0, field.start) + literal + text.slice(field.end);
}

/** The same for what somebody typed; null when it is no value of that kind. A value that stays the same keeps its spelling. */
export function editJsonField(text: string, field: JsonField, kind: JsonFieldKind, typed: string): string | null {
  if (kind === field.kind && typed === field.value) return text;
  const literal = writeJsonValue(kind, typed);
  return literal === null ? null : replaceJsonField(text, field, literal);
}

/** The value to begin with when a field becomes one of another kind: what stood there, if it can. */
export function convertJsonValue(kind: JsonFieldKind, value: string): string {
  if (kind === 'number') return NUMBER.test(value.trim()) ? value.trim() : '0';
  return kind === 'text' ? value : kind;
}
