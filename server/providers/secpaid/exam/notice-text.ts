import type { JsonObject, JsonValue } from '../../../protocol/records.js';
import { buildEvent, type Notice } from '../payload.js';

/** The three shapes that a webhook body can have. */
export type Shape = 'nested-json' | 'flat-json' | 'form';

/** What a body tells, in whatever shape it is. */
export function readNotice(body: string): Notice {
  const { pay_id, amount, user_id, note } = readFields(body);
  return {
    payId: String(pay_id ?? ''),
    amountMinor: Math.round(Number(amount ?? 0) * 100),
    userId: String(user_id ?? ''),
    note: String(note ?? ''),
    kind: 'paid',
  };
}

/** The same news in a shape, with the words and letters that belong to it. */
export function writeNotice(notice: Notice, shape: Shape): { body: string; contentType: string } {
  const settings = { webhookFormat: shape, webhookStatusCase: 'by-format', formNote: false } as const;
  const { body, contentType } = buildEvent(notice, settings, []);
  return { body, contentType };
}

/** The body with other values, in the shape that it has. A status keeps the letters of its name. */
export function editNotice(body: string, changes: JsonObject): string {
  const shape = findShape(body);
  if (shape === 'form') return editForm(body, changes);
  const payload = JSON.parse(body) as JsonObject;
  const fields = fieldsOf(payload);
  const nameOf = (name: string) => (shape === 'nested-json' ? name : `data[${name}]`);
  for (const [name, value] of Object.entries(changes)) fields[findName(Object.keys(fields), nameOf(name))] = value;
  return JSON.stringify(payload);
}

export function findShape(body: string): Shape {
  if (!body.trimStart().startsWith('{')) return 'form';
  return isObject((JSON.parse(body) as JsonObject).data) ? 'nested-json' : 'flat-json';
}

function editForm(body: string, changes: JsonObject): string {
  const fields = new URLSearchParams(body);
  for (const [name, value] of Object.entries(changes))
    fields.set(findName([...fields.keys()], `data[${name}]`), value === null ? '' : String(value));
  return fields.toString();
}

function readFields(body: string): JsonObject {
  if (findShape(body) === 'form') return strip(Object.fromEntries(new URLSearchParams(body)));
  return strip(fieldsOf(JSON.parse(body) as JsonObject));
}

function fieldsOf(payload: JsonObject): JsonObject {
  return isObject(payload.data) ? payload.data : payload;
}

/** `data[pay_id]` as `pay_id`. */
function strip(fields: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name.replace(/^data\[(.*)\]$/, '$1'), value]));
}

function findName(names: readonly string[], wanted: string): string {
  return names.find((name) => name.toLowerCase() === wanted.toLowerCase()) ?? wanted;
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
