import type { JsonValue } from '../../../protocol/records.js';

/** Ways in which a receiver writes JSON that it has parsed. Each answers null for a body that is no JSON. */

export function reserialise(body: Buffer): Buffer | null {
  return rewrite(body, (value) => JSON.stringify(value));
}

export function indent(by: number | string): (body: Buffer) => Buffer | null {
  return (body) => rewrite(body, (value) => JSON.stringify(value, null, by));
}

export function sortKeys(body: Buffer): Buffer | null {
  return rewrite(body, (value) => JSON.stringify(sort(value)));
}

/** Python's json.dumps: a blank after each comma and colon; without `keepUnicode` every character beyond ASCII is escaped. */
export function spaceOut(options: { isSorted?: boolean; keepUnicode?: boolean } = {}): (body: Buffer) => Buffer | null {
  return (body) =>
    rewrite(body, (value) => {
      const text = writeSpaced(options.isSorted ? sort(value) : value);
      return options.keepUnicode ? text : escapeUnicode(text);
    });
}

/** PHP's json_encode: slashes and characters beyond ASCII are escaped. */
export function escapeAsPhp(body: Buffer): Buffer | null {
  return rewrite(body, (value) => escapeUnicode(JSON.stringify(value).replaceAll('/', '\\/')));
}

/** Compact, with every character beyond ASCII escaped: Ruby and Python with separators set. */
export function escapeBeyondAscii(body: Buffer): Buffer | null {
  return rewrite(body, (value) => escapeUnicode(JSON.stringify(value)));
}

/** Go's json.Marshal of a map: keys sorted, angle brackets and ampersands escaped. */
export function writeAsGo(body: Buffer): Buffer | null {
  return rewrite(body, (value) =>
    JSON.stringify(sort(value)).replace(/[<>&]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`),
  );
}

/** The whole body as one JSON string: a text body that was stringified. */
export function quoteWhole(body: Buffer): Buffer | null {
  return Buffer.from(JSON.stringify(body.toString('utf8')));
}

/** As form fields, for a JSON object. */
export function writeAsForm(body: Buffer): Buffer | null {
  return rewrite(body, (value) =>
    isObject(value)
      ? new URLSearchParams(Object.entries(value).map(([name, part]): [string, string] => [name, String(part)])).toString()
      : null,
  );
}

/** Python's str() of a dict. */
export function writeAsPythonDict(body: Buffer): Buffer | null {
  return rewrite(body, writePython);
}

/** Java's toString() of a map. */
export function writeAsJavaMap(body: Buffer): Buffer | null {
  return rewrite(body, writeJava);
}

/** The JSON value of a body, or undefined. */
export function readJson(body: Buffer): JsonValue | undefined {
  try {
    return JSON.parse(body.toString('utf8')) as JsonValue;
  } catch {
    return undefined;
  }
}

export function isObject(value: JsonValue | undefined): value is { [key: string]: JsonValue } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function rewrite(body: Buffer, write: (value: JsonValue) => string | null): Buffer | null {
  const value = readJson(body);
  const text = value === undefined ? null : write(value);
  return text === null ? null : Buffer.from(text);
}

function sort(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(sort);
  if (!isObject(value)) return value;
  const names = Object.keys(value).sort();
  return Object.fromEntries(names.map((name) => [name, sort(value[name] ?? null)]));
}

function writeSpaced(value: JsonValue): string {
  if (Array.isArray(value)) return `[${value.map(writeSpaced).join(', ')}]`;
  if (!isObject(value)) return JSON.stringify(value);
  return `{${Object.entries(value)
    .map(([name, part]) => `${JSON.stringify(name)}: ${writeSpaced(part)}`)
    .join(', ')}}`;
}

function writePython(value: JsonValue): string {
  if (Array.isArray(value)) return `[${value.map(writePython).join(', ')}]`;
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (isObject(value)) {
    const parts = Object.entries(value).map(([name, part]) => `${writePython(name)}: ${writePython(part)}`);
    return `{${parts.join(', ')}}`;
  }
  if (typeof value !== 'string') return String(value);
  const text = value.replaceAll('\\', '\\\\').replaceAll('\n', '\\n');
  return text.includes("'") && !text.includes('"') ? `"${text}"` : `'${text.replaceAll("'", "\\'")}'`;
}

function writeJava(value: JsonValue): string {
  if (Array.isArray(value)) return `[${value.map(writeJava).join(', ')}]`;
  if (!isObject(value)) return String(value);
  return `{${Object.entries(value)
    .map(([name, part]) => `${name}=${writeJava(part)}`)
    .join(', ')}}`;
}

function escapeUnicode(text: string): string {
  return text.replace(/[\u007f-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
