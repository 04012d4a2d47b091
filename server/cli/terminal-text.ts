import { escapeObeyed } from '../domain/obeyed-characters.js';

/**
 * Characters that a terminal obeys instead of showing: C0 and C1 controls with DEL, the marks that turn the reading direction, line and
 * paragraph separators, and halves of surrogate pairs. What comes over the wire may hold any of them.
 */
const OBEYED = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]|\p{Surrogate}/gu;

/** Nothing in it that has to be replaced, as in nearly everything that is printed. */
const PLAIN = /^[\x20-\x7e]*$/;

/** Text from elsewhere as one line that is safe to print: blanks of every kind become a space, whatever else a terminal would obey becomes "�". */
export function toTerminalText(text: string, maxChars = 2_000): string {
  const line = PLAIN.test(text) ? text : text.replace(/[\t\r\n\u2028\u2029]+/g, ' ').replace(OBEYED, '\ufffd');
  return line.length > maxChars ? `${line.slice(0, maxChars - 1).replace(/[\ud800-\udbff]$/, '')}…` : line;
}

/** The first lines of a body, each safe to print; says when more follow. */
export function toTerminalLines(text: string, maxLines: number, maxChars: number): string[] {
  const lines = text.trimEnd().split(/\r\n|\r|\n/);
  const shown = lines.slice(0, maxLines).map((line) => toTerminalText(line, maxChars));
  return lines.length > maxLines ? [...shown, `… ${lines.length - maxLines} more lines`] : shown;
}

/** JSON text, safe to print: the same value, with everything escaped that a terminal obeys. */
export function toTerminalJson(json: string): string {
  return escapeObeyed(json);
}
