import { type JsonField, listJsonFields } from './json-fields.js';

/** The escape sequences and the characters of a JSON string, one by one. */
const STRING_PART = /\\u[0-9a-fA-F]{4}|\\.|./gsu;

export interface ByteChange {
  body: string;
  /** Where, in words: `in “data.status”`. */
  where: string;
}

/**
 * The body with one byte changed and everything else as it was. JSON stays JSON, so that only the signature can tell; where there is
 * nothing to change without breaking it, a space is added at the end.
 */
export function changeOneByte(body: string): ByteChange {
  const fields = listJsonFields(body);
  if (fields === null) return changeText(body);
  for (const field of [...fields].reverse()) {
    const at = findChangeable(body, field);
    if (at !== null) return { body: swapAt(body, at), where: field.path === '' ? 'in the value' : `in “${field.path}”` };
  }
  return { body: `${body} `, where: 'at the end, one space more' };
}

function changeText(body: string): ByteChange {
  const at = body.search(/[0-9A-Za-z]/);
  if (at === -1) return { body: `${body} `, where: 'at the end, one space more' };
  return { body: swapAt(body, at), where: `at character ${at + 1}` };
}

/** Position of the last letter or digit of the value that may be another one; null when it has none. */
function findChangeable(body: string, field: JsonField): number | null {
  const token = body.slice(field.start, field.end);
  // The last digit: in front a zero would be followed by others, which JSON does not allow.
  if (field.kind === 'number') return field.end - 1;
  if (field.kind !== 'text') return null;
  let found: number | null = null;
  for (const part of token.slice(1, -1).matchAll(STRING_PART))
    if (/^[0-9A-Za-z]$/.test(part[0])) found = field.start + 1 + part.index;
  return found;
}

/** Another character of the same class, so that a number stays one and a word looks like one. */
function swapAt(text: string, at: number): string {
  const character = text.charAt(at);
  const next =
    character === '9'
      ? '8'
      : character === 'z'
        ? 'y'
        : character === 'Z'
          ? 'Y'
          : String.fromCharCode(character.charCodeAt(0) + 1);
  return text.slice(0, at) + next + text.slice(at + 1);
}
