/** What a terminal may take as a command to itself when it is pasted, quoted or not: controls but tab and line feed. */
const CONTROLS = /([\u0000-\u0008\u000b-\u001f\u007f-\u009f]+)/;
/** The same and everything that a header carries as one byte and a UTF-8 shell would write as two. */
const NOT_ASCII = /([\u0000-\u0008\u000b-\u001f\u007f-\u00ff]+)/;

/**
 * One argument for a POSIX shell that arrives as `text` whatever it contains, except NUL, which no argument can hold and which is left
 * out. `isHeader`: characters up to U+00FF become the one byte each that HTTP sends for them.
 */
export function quoteForShell(text: string, isHeader = false): string {
  const parts = text.replaceAll('\u0000', '').split(isHeader ? NOT_ASCII : CONTROLS);
  const quoted = parts.map((part, index) => (index % 2 === 1 ? `"$(printf '${toOctal(part, isHeader)}')"` : quotePlain(part)));
  return quoted.join('') || "''";
}

/** True when pasting the text could do something else than paste it. */
export function hasControls(text: string): boolean {
  return CONTROLS.test(text);
}

function quotePlain(text: string): string {
  return text === '' ? '' : `'${text.replaceAll("'", "'\\''")}'`;
}

function toOctal(text: string, isHeader: boolean): string {
  const bytes = isHeader ? Array.from(text, (character) => character.charCodeAt(0)) : [...new TextEncoder().encode(text)];
  return bytes.map((byte) => `\\${byte.toString(8).padStart(3, '0')}`).join('');
}
