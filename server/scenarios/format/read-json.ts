import { findJsonMistake } from './find-json-mistake.js';
import { limits } from './limits.js';
import type { Part, PartEntry } from './part.js';
import { type Problems, show } from './problem.js';
import { FORBIDDEN_KEYS } from './read-tree.js';
import type { SourceText } from './source-text.js';

const WORD = /"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*|true|false|null|[{}[\],:]/y;
const BLANKS = /[ \t\r\n]*/y;

/** Reads strict JSON with the place of everything in it. Null when there is something wrong with it; `problems` then knows what. */
export function readJson(source: SourceText, problems: Problems): Part | null {
  const before = problems.count;
  try {
    JSON.parse(source.text);
  } catch {
    const { offset, why } = findJsonMistake(source.text);
    problems.add('invalid_json', offset, `not readable as JSON: ${why}`, {
      expected: 'strict JSON, or a file name that ends in .yaml',
    });
    return null;
  }
  const part = new JsonReader(source.text, problems).read();
  return problems.count > before ? null : part;
}

/** Stops at a limit. */
class Enough extends Error {}

/** The text is known to be JSON. */
class JsonReader {
  readonly #text: string;
  readonly #problems: Problems;
  #at = 0;
  #count = 0;
  #chars = 0;

  constructor(text: string, problems: Problems) {
    this.#text = text;
    this.#problems = problems;
  }

  read(): Part | null {
    try {
      return this.#readValue(this.#next(), 0);
    } catch (error) {
      if (error instanceof Enough) return null;
      throw error;
    }
  }

  #readValue({ word, start }: { word: string; start: number }, depth: number): Part {
    if (depth > limits.depth) this.#refuse('too_deep', start, `more than ${limits.depth} maps and lists within each other`);
    if (word === '{') return { kind: 'map', start, entries: this.#readEntries(depth) };
    if (word === '[') return { kind: 'list', start, items: this.#readItems(depth) };
    const value = JSON.parse(word) as string | number | boolean | null;
    if (typeof value === 'number' && (!Number.isFinite(value) || (Number.isInteger(value) && !Number.isSafeInteger(value))))
      this.#problems.add('invalid_value', start, `the number ${show(word)} cannot be kept exactly`, {
        expected: 'a smaller number, or quotes around it',
      });
    return { kind: 'scalar', start, value };
  }

  #readEntries(depth: number): PartEntry[] {
    const entries: PartEntry[] = [];
    const seen = new Set<string>();
    for (let token = this.#next(); token.word !== '}'; token = this.#next()) {
      if (token.word === ',') continue;
      const key = JSON.parse(token.word) as string;
      if (FORBIDDEN_KEYS.includes(key)) this.#problems.add('forbidden_key', token.start, `the key "${key}" is not possible here`);
      else if (seen.has(key)) this.#problems.add('duplicate_key', token.start, `the key ${show(key)} stands there twice`);
      seen.add(key);
      this.#next();
      entries.push({ key, keyStart: token.start, value: this.#readValue(this.#next(), depth + 1) });
    }
    return entries;
  }

  #readItems(depth: number): Part[] {
    const items: Part[] = [];
    for (let token = this.#next(); token.word !== ']'; token = this.#next())
      if (token.word !== ',') items.push(this.#readValue(token, depth + 1));
    return items;
  }

  #next(): { word: string; start: number } {
    BLANKS.lastIndex = this.#at;
    BLANKS.test(this.#text);
    WORD.lastIndex = BLANKS.lastIndex;
    const start = BLANKS.lastIndex;
    const word = WORD.exec(this.#text)?.[0] ?? '';
    this.#at = start + word.length;
    this.#chars += word.length;
    if (word !== ',' && word !== ':') this.#count++;
    if (this.#count > limits.parts) this.#refuse('too_many_parts', start, 'the file has too many parts');
    if (word.length > limits.textChars) this.#refuse('text_too_long', start, `a text of ${word.length} characters`);
    if (this.#chars > limits.allTextChars) this.#refuse('text_too_long', start, 'the texts of the file are too long');
    return { word, start };
  }

  #refuse(code: 'too_deep' | 'too_many_parts' | 'text_too_long', start: number, problem: string): never {
    const expected = {
      too_deep: undefined,
      too_many_parts: `at most ${limits.parts} words and marks: use "repeat", or several files`,
      text_too_long: `at most ${limits.textChars} characters, and ${limits.allTextChars} together`,
    }[code];
    this.#problems.add(code, start, problem, { expected });
    throw new Enough();
  }
}
