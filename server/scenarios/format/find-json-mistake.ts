import { limits } from './limits.js';
import { show } from './problem.js';

const WORD =
  /"(?:[^"\\\x00-\x1f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null|[{}[\],:]/y;
const BLANKS = /[ \t\r\n]*/y;

type Place = 'value' | 'value or ]' | 'key' | 'key or }' | ':' | ', or end' | 'nothing';

/** The first place where a text stops being JSON, and why: what `JSON.parse` says of it depends on the engine, and often names no place. */
export function findJsonMistake(text: string): { offset: number; why: string } {
  let count = 0;
  const open: ('{' | '[')[] = [];
  let place: Place = 'value';
  let at = 0;
  for (;;) {
    const offset = match(BLANKS, text, at).length + at;
    const word = match(WORD, text, offset);
    const inMap = open.at(-1) === '{';
    const next: Place | null = word === '' ? null : step(word, place, inMap);
    // Further on nothing is read anyway, and a long file is refused as fast as a short one.
    if (open.length > limits.depth || ++count > 2 * limits.parts)
      return { offset, why: 'it goes wrong somewhere behind this place' };
    if (next === null) {
      const end = text.trimEnd().length;
      return { offset: Math.min(offset, end), why: `${sayFound(text, offset, word)} where ${sayWanted(place, inMap)}` };
    }
    if (word === '{' || word === '[') open.push(word);
    if (word === '}' || word === ']') open.pop();
    place = next === ', or end' && open.length === 0 ? 'nothing' : next;
    at = offset + word.length;
  }
}

/** What has to come after a word at a place; null when the word cannot stand there. */
function step(word: string, place: Place, inMap: boolean): Place | null {
  const isEnd = word === (inMap ? '}' : ']');
  switch (place) {
    case 'value':
    case 'value or ]':
      if (place === 'value or ]' && word === ']') return ', or end';
      if (word === '{') return 'key or }';
      if (word === '[') return 'value or ]';
      return /^[}\],:]/.test(word) ? null : ', or end';
    case 'key':
    case 'key or }':
      if (place === 'key or }' && word === '}') return ', or end';
      return word.startsWith('"') ? ':' : null;
    case ':':
      return word === ':' ? 'value' : null;
    case ', or end':
      if (word === ',') return inMap ? 'key' : 'value';
      return isEnd ? ', or end' : null;
    case 'nothing':
      return null;
  }
}

function sayWanted(place: Place, inMap: boolean): string {
  switch (place) {
    case 'value':
    case 'value or ]':
      return 'a value has to stand';
    case 'key':
    case 'key or }':
      return 'a key in double quotes has to stand';
    case ':':
      return '":" has to stand';
    case ', or end':
      return `"," or "${inMap ? '}' : ']'}" has to stand`;
    case 'nothing':
      return 'the file has to end';
  }
}

function sayFound(text: string, offset: number, word: string): string {
  if (word !== '') return word.startsWith('"') ? show(JSON.parse(word)) : show(word);
  if (offset >= text.length) return 'the end of the file';
  if (text[offset] === '"') return 'a text that does not end, or with a character that has to be escaped,';
  return show(/^[\w'+.-]+|./su.exec(text.slice(offset, offset + 40))?.[0] ?? '');
}

function match(pattern: RegExp, text: string, at: number): string {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? '';
}
