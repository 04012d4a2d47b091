import type { JsonObject, JsonValue } from '../../protocol/records.js';
import type { BodyProblem, RouteRequest } from '../provider.js';
import { Refusal } from './refusal.js';

/** Texts of ours, and fixed: what a parser says about a body would tell how we are built. */
const PROBLEMS: Record<BodyProblem, [status: number, text: string]> = {
  malformed: [400, 'Invalid request body'],
  too_large: [413, 'Request body is too large'],
  too_deep: [400, 'Invalid request body'],
  unsupported_type: [415, 'Unsupported content type'],
  forbidden_key: [400, 'Invalid request body'],
};

/**
 * Parameters of a call, from JSON, urlencoded or multipart alike: SecPaid's pages use each of them somewhere. No body, no parameters.
 * @throws Refusal for a body that cannot be read or is not an object.
 */
export function readParameters({ body, headers }: Pick<RouteRequest, 'body' | 'headers'>): JsonObject {
  // Bodies are read as UTF-8 whatever they say, so one in another charset would come out wrong.
  if (body.kind !== 'none' && !isUtf8(headers['content-type'])) throw new Refusal(...PROBLEMS.malformed);
  switch (body.kind) {
    case 'none':
      return {};
    case 'form':
      return body.fields;
    case 'json':
      if (typeof body.value === 'object' && body.value !== null && !Array.isArray(body.value)) return body.value;
      throw new Refusal(400, 'Request body must be a JSON object');
    case 'problem':
      throw new Refusal(...PROBLEMS[body.problem]);
  }
}

function isUtf8(contentType = ''): boolean {
  const charset = /;\s*charset\s*=\s*"?([^\s";]*)/i.exec(contentType)?.[1];
  return charset === undefined || /^utf-?8$/i.test(charset);
}

/** True when a parameter is absent, null or empty text: SecPaid treats them alike. */
export function isAbsent(value: JsonValue | undefined): value is null | undefined | '' {
  return value === undefined || value === null || (typeof value === 'string' && value.trim() === '');
}

/** Text of a parameter, unchanged; numbers and booleans in their JSON spelling. @throws Refusal 400 for lists and objects. */
export function readText(params: JsonObject, name: string): string {
  const value = params[name];
  if (value === undefined || value === null) return '';
  if (typeof value === 'object') throw new Refusal(400, `Invalid ${name}`);
  return String(value);
}

/** As `readText`. @throws Refusal 400 when it has more than `maxLength` characters. */
export function readBoundedText(params: JsonObject, name: string, maxLength: number): string {
  const text = readText(params, name);
  if (text.length > maxLength && [...text].length > maxLength) throw new Refusal(400, `${name} is too long`);
  return text;
}

/** true/false, yes/no and 1/0 in any case and type; undefined when absent. @throws Refusal 400 for any other value. */
export function readFlag(params: JsonObject, name: string): boolean | undefined {
  if (isAbsent(params[name])) return undefined;
  const word = readText(params, name).trim().toLowerCase();
  if (word === 'true' || word === 'yes' || word === '1') return true;
  if (word === 'false' || word === 'no' || word === '0') return false;
  throw new Refusal(400, `Invalid ${name}`);
}

/** A whole number within bounds. What is absent or unreadable gives `fallback`, what is too large the maximum, as with older clients' 10000. */
export function readCount(params: JsonObject, name: string, bounds: { min: number; max: number; fallback: number }): number {
  const value = params[name];
  const text = typeof value === 'number' || typeof value === 'string' ? String(value).trim() : '';
  if (!/^\+?\d+(\.0*)?$/.test(text) || Number(text) < bounds.min) return bounds.fallback;
  return Math.min(Number(text), bounds.max);
}

/** A decimal id without leading zeros; undefined when the value is no id. */
export function readId(value: JsonValue | undefined): string | undefined {
  const text = typeof value === 'number' || typeof value === 'string' ? String(value).trim() : '';
  return /^\d{1,15}$/.test(text) ? String(Number(text)) : undefined;
}

/**
 * A list parameter: a JSON array, the same as JSON text, or form fields such as `recipients[0][token]`. Undefined when absent.
 * @throws Refusal 400 when it is something else.
 */
export function readList(params: JsonObject, name: string): JsonValue[] | undefined {
  const value = params[name];
  if (isAbsent(value)) return readBracketFields(params, name);
  const list = typeof value === 'string' ? parseJson(value) : value;
  if (!Array.isArray(list)) throw new Refusal(400, `Invalid ${name}`);
  return list;
}

function readBracketFields(params: JsonObject, name: string): JsonValue[] | undefined {
  const items = new Map<number, JsonObject>();
  for (const [field, value] of Object.entries(params)) {
    if (!field.startsWith(`${name}[`)) continue;
    const [, index, key] = /^\[(\d{1,4})\]\[(\w+)\]$/.exec(field.slice(name.length)) ?? [];
    if (index === undefined || key === undefined) continue;
    const item = items.get(Number(index)) ?? {};
    items.set(Number(index), Object.assign(item, { [key]: value }));
  }
  return items.size === 0 ? undefined : [...items.entries()].sort(([left], [right]) => left - right).map(([, item]) => item);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
