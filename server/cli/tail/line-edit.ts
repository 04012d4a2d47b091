import type { Key } from './key-input.js';

/** One line that is being typed. */
export interface LineEdit {
  text: string;
  /** Position in `text` before which the next character goes. */
  cursor: number;
}

const MAX_CHARS = 2_000;
const graphemes = new Intl.Segmenter();

export function editLine(text: string): LineEdit {
  return insert({ text: '', cursor: 0 }, text);
}

/** The line after a key, or null when the key does not edit. */
export function pressInLine(line: LineEdit, key: Key): LineEdit | null {
  const { text, cursor } = line;
  switch (key.name) {
    case 'text':
    case 'paste':
      return insert(line, key.text);
    case 'backspace':
      return cut(line, stepBack(text, cursor), cursor);
    case 'delete':
      return cut(line, cursor, stepOn(text, cursor));
    case 'ctrl-u':
      return cut(line, 0, cursor);
    case 'ctrl-w':
      return cut(line, text.slice(0, cursor).trimEnd().replace(/\S*$/, '').length, cursor);
    case 'left':
      return { text, cursor: stepBack(text, cursor) };
    case 'right':
      return { text, cursor: stepOn(text, cursor) };
    case 'home':
      return { text, cursor: 0 };
    case 'end':
      return { text, cursor: text.length };
    default:
      return null;
  }
}

/** Line ends and other controls of a pasted text become blanks. */
function insert({ text, cursor }: LineEdit, typed: string): LineEdit {
  const room = Math.max(0, MAX_CHARS - text.length);
  const added = typed
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .slice(0, room)
    .replace(/[\ud800-\udbff]$/, '');
  return { text: text.slice(0, cursor) + added + text.slice(cursor), cursor: cursor + added.length };
}

function cut({ text }: LineEdit, from: number, to: number): LineEdit {
  return { text: text.slice(0, from) + text.slice(to), cursor: from };
}

/** What a person sees as one character goes at once. */
function stepBack(text: string, cursor: number): number {
  return [...graphemes.segment(text.slice(0, cursor))].at(-1)?.index ?? 0;
}

function stepOn(text: string, cursor: number): number {
  const [first] = graphemes.segment(text.slice(cursor));
  return cursor + (first?.segment.length ?? 0);
}
