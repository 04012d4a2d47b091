import { HarnessError } from '../../domain/errors.js';
import type { JsonObject, JsonValue } from '../../protocol/records.js';

/** A piece of a text: as it stands, or `${name.field}` to be filled in. */
export type TextPiece = { type: 'text'; text: string } | { type: 'reference'; source: string; names: readonly string[] };

/** What a reference stands for; undefined when there is no such thing. */
export type LookUp = (names: readonly string[]) => JsonValue | undefined;

/** How a reference is written, for messages. */
export const REFERENCE_WORDS = `\${name} or \${name.field}; $\${ is a plain \${`;

const REFERENCE = /^[A-Za-z_][\w-]*(\.[\w-]+)*$/;

/** Cuts a text at its references. `$${` is a plain `${`. @throws HarnessError `invalid_reference`. */
export function splitText(text: string): TextPiece[] {
  const pieces: TextPiece[] = [];
  let plain = '';
  let at = 0;
  for (let open = text.indexOf('${'); open !== -1; open = text.indexOf('${', at)) {
    plain += text.slice(at, open);
    if (open > at && text[open - 1] === '$') {
      plain += '{';
      at = open + 2;
      continue;
    }
    const close = text.indexOf('}', open);
    const source = close === -1 ? '' : text.slice(open + 2, close);
    if (!REFERENCE.test(source)) throw refuse(close === -1 ? text.slice(open) : text.slice(open, close + 1), close === -1);
    if (plain !== '') pieces.push({ type: 'text', text: plain });
    pieces.push({ type: 'reference', source, names: source.split('.') });
    plain = '';
    at = close + 1;
  }
  plain += text.slice(at);
  if (plain !== '') pieces.push({ type: 'text', text: plain });
  return pieces;
}

/** True for a text that has something to be filled in, or that looks like it. */
export function hasReference(value: unknown): boolean {
  if (typeof value === 'string') return value.includes('${');
  if (Array.isArray(value)) return value.some(hasReference);
  return typeof value === 'object' && value !== null && Object.values(value).some(hasReference);
}

/** The text with every reference filled in; what is no text is written as JSON. @throws HarnessError `unknown_variable`, `invalid_reference`. */
export function resolveText(text: string, lookUp: LookUp): string {
  return splitText(text)
    .map((piece) => {
      if (piece.type === 'text') return piece.text;
      const value = find(piece.names, lookUp);
      return typeof value === 'string' ? value : JSON.stringify(value);
    })
    .join('');
}

/**
 * The value with every reference in its texts filled in. A text that is one reference and nothing else becomes what it refers to, of whatever
 * type. Keys stay as they are. @throws HarnessError `unknown_variable`, `invalid_reference`.
 */
export function resolveValue(value: JsonValue, lookUp: LookUp): JsonValue {
  if (typeof value === 'string') {
    if (!value.includes('${')) return value;
    const [first, ...others] = splitText(value);
    return first?.type === 'reference' && others.length === 0 ? find(first.names, lookUp) : resolveText(value, lookUp);
  }
  if (Array.isArray(value)) return value.map((item) => resolveValue(item, lookUp));
  return typeof value === 'object' && value !== null ? resolveObject(value, lookUp) : value;
}

/** As `resolveValue`, for a map. */
export function resolveObject(value: JsonObject, lookUp: LookUp): JsonObject {
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, resolveValue(item, lookUp)]));
}

/** What stands in a value below these names; undefined when nothing does. */
export function readNames(value: JsonValue | undefined, names: readonly string[]): JsonValue | undefined {
  let found: unknown = value;
  for (const name of names) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, name)) return undefined;
    found = Reflect.get(found, name);
  }
  return found as JsonValue | undefined;
}

function find(names: readonly string[], lookUp: LookUp): JsonValue {
  const value = lookUp(names);
  if (value !== undefined) return value;
  throw new HarnessError('unknown_variable', `There is nothing that \${${names.join('.')}} could stand for.`, {
    hint: 'Define it under "variables", with "set", or as a capture of an earlier step.',
  });
}

function refuse(source: string, isOpen: boolean): HarnessError {
  const shown = source.length > 60 ? `${source.slice(0, 59)}…` : source;
  return new HarnessError('invalid_reference', `"${shown}" is no reference${isOpen ? ': its "}" is missing' : ''}`, {
    hint: `Write ${REFERENCE_WORDS}.`,
  });
}
