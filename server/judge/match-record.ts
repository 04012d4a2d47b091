import type { JsonValue, LogRecord } from '../protocol/records.js';

/**
 * What a record has to look like: the named fields, each equal, or by `{ contains: text }` and `{ matches: expression }`, which look at a
 * field that is no text as JSON. A field within a field is named with dots: `response.status`.
 */
export type RecordPattern = Readonly<Record<string, JsonValue>>;

/** How many of the pattern's fields the record has as wanted. */
export function countMatches(record: LogRecord, pattern: RecordPattern): number {
  return Object.entries(pattern).filter(([path, wanted]) => fits(readField(record, path), wanted)).length;
}

export function matchesRecord(record: LogRecord, pattern: RecordPattern): boolean {
  return countMatches(record, pattern) === Object.keys(pattern).length;
}

/** The record that has most of what was asked for; of several the last. Records of another type do not count where the type is named. */
export function findNearest(records: readonly LogRecord[], pattern: RecordPattern): LogRecord | null {
  let best: LogRecord | null = null;
  let most = 0;
  for (const record of records) {
    if (typeof pattern.type === 'string' && record.type !== pattern.type) continue;
    const count = countMatches(record, pattern);
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

function fits(value: unknown, wanted: JsonValue): boolean {
  if (typeof wanted === 'object' && wanted !== null && !Array.isArray(wanted) && value !== undefined) {
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    if (typeof wanted.contains === 'string') return text.includes(wanted.contains);
    if (typeof wanted.matches === 'string') return new RegExp(wanted.matches, 'u').test(text);
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
