import type { JsonObject, JsonValue, LogRecord } from '../protocol/records.js';
import type { Expressions } from './expression.js';

/**
 * What a record has to look like: the named fields, each equal, or by `{ contains: text }` and `{ matches: expression }`, which look at a
 * field that is no text as JSON. A field within a field is named with dots: `response.status`. One judgement may take 2 s, and an expression is
 * tried on 1,000,000 characters at most; what cannot be found out within that is not met.
 */
export type RecordPattern = Readonly<Record<string, JsonValue>>;

/** @throws ExpressionLimitError, HarnessError `invalid_expression`. */
export function matchesRecord(record: LogRecord, pattern: RecordPattern, expressions: Expressions): boolean {
  return Object.entries(pattern).every(([path, wanted]) => fits(record, path, wanted, expressions));
}

/**
 * The record that has most of what was asked for; of several the last. Records of another type do not count where the type is named.
 * @throws ExpressionLimitError, HarnessError `invalid_expression`.
 */
export function findNearest(records: readonly LogRecord[], pattern: RecordPattern, expressions: Expressions): LogRecord | null {
  let best: LogRecord | null = null;
  let most = 0;
  for (const record of records) {
    if (typeof pattern.type === 'string' && record.type !== pattern.type) continue;
    const count = Object.entries(pattern).filter(([path, wanted]) => fits(record, path, wanted, expressions)).length;
    if (count < most || count === 0) continue;
    best = record;
    most = count;
  }
  return best;
}

/** `type: attempt.finished, response.status: 204` */
export function sayPattern(pattern: RecordPattern): string {
  return Object.entries(pattern)
    .map(([name, wanted]) => `${name}: ${typeof wanted === 'string' ? wanted : JSON.stringify(wanted)}`)
    .join(', ');
}

export function isEqualJson(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false;
  if (Array.isArray(one) !== Array.isArray(other)) return false;
  const keys = Object.keys(one);
  if (keys.length !== Object.keys(other).length) return false;
  return keys.every((key) => Object.hasOwn(other, key) && isEqualJson(Reflect.get(one, key), Reflect.get(other, key)));
}

/** The regular expression in what a field is to be; null when it is none. */
export function findExpression(wanted: JsonValue): string | null {
  return isObject(wanted) && typeof wanted.contains !== 'string' && typeof wanted.matches === 'string' ? wanted.matches : null;
}

function isObject(value: JsonValue): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function fits(record: LogRecord, path: string, wanted: JsonValue, expressions: Expressions): boolean {
  const value = readField(record, path);
  if (isObject(wanted) && value !== undefined) {
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    if (typeof wanted.contains === 'string') return text.includes(wanted.contains);
    const source = findExpression(wanted);
    if (source !== null) return expressions.test(source, text, path);
  }
  return isEqualJson(value, wanted);
}

function readField(record: LogRecord, path: string): unknown {
  let value: unknown = record;
  for (const name of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
    value = Reflect.get(value, name);
  }
  return value;
}
