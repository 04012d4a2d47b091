import type { JsonValue } from '../../../server/protocol/records.js';
import { sayDuration } from './durations.js';
import type { Field, TypedFields } from './field.js';

/** The text that stands in the field for a value; `parseField` reads the same value from it. Undefined is the empty field. */
export function formatField(field: Field, value: JsonValue | undefined): string {
  if (value === undefined) return '';
  if (value === null && field.isNullable && field.kind !== 'json') return '';
  switch (field.kind) {
    case 'text':
      return typeof value === 'string' ? value : JSON.stringify(value);
    case 'boolean':
    case 'number':
    case 'integer':
      return String(value);
    case 'choice':
      return JSON.stringify(value);
    case 'text list':
      return isPlainList(value) ? value.join('\n') : JSON.stringify(value);
    case 'number list':
      return Array.isArray(value) ? value.map(String).join(', ') : JSON.stringify(value);
    case 'json':
      return JSON.stringify(value, null, 2);
  }
}

/** What stands in a fresh form: every default. */
export function formatDefaults(fields: readonly Field[]): TypedFields {
  return Object.fromEntries(fields.map((field) => [field.name, formatField(field, field.default)]));
}

/** A value in words, for "default: ..."; long ones are not cut. */
export function sayValue(field: Field, value: JsonValue): string {
  if (value === null) return 'none';
  if (value === '') return 'empty';
  if (field.kind === 'boolean') return value === true ? 'on' : 'off';
  if (Array.isArray(value)) {
    if (value.length === 0) return 'none';
    if (field.kind === 'number list' && field.isDuration) return value.map((ms) => sayDuration(Number(ms))).join(', ');
    return value.map((part) => (typeof part === 'string' ? part : JSON.stringify(part))).join(', ');
  }
  if (field.isDuration && typeof value === 'number') return sayDuration(value);
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** Lines are trimmed when they are read, and one that begins like JSON is taken for it. */
function isPlainList(value: JsonValue): value is string[] {
  return (
    Array.isArray(value) &&
    value.every((item) => typeof item === 'string' && item !== '' && item.trim() === item && !/[\n\r]/.test(item)) &&
    !String(value[0] ?? '').startsWith('[')
  );
}
