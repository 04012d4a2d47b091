import { MIN_SECRET_CHARS } from '../domain/secret-length.js';

/** One way in which a secret may stand in a text. */
export interface WrittenForm {
  text: string;
  /** So much of its beginning is taken for it, too. */
  partChars: number;
  /** What stands in its place. */
  mask: string;
}

export interface FoundForm {
  start: number;
  end: number;
  mask: string;
}

/** So many characters are looked at first; no form is shorter. */
const START_CHARS = MIN_SECRET_CHARS;
const FILTER_SIZE = 65_536;

/**
 * Finds forms of secrets in texts. What a look costs depends on the text alone and not on how many there are: a hundred lanes have hundreds
 * of keys, each written in a dozen ways, and a regular expression of them all is slow to make and slow to try.
 */
export class FormIndex {
  readonly #byStart = new Map<string, WrittenForm[]>();
  /** Whether a form may begin with characters of this hash. */
  readonly #filter = new Uint8Array(FILTER_SIZE);
  #longest = 0;

  constructor(forms: readonly WrittenForm[]) {
    for (const form of forms) {
      const start = form.text.slice(0, START_CHARS);
      const ofStart = this.#byStart.get(start);
      if (ofStart) ofStart.push(form);
      else this.#byStart.set(start, [form]);
      this.#filter[hashAt(start, 0)] = 1;
      this.#longest = Math.max(this.#longest, form.text.length);
    }
  }

  /** The first place from `from` on where one begins: the one that the text goes on with for longest. */
  find(text: string, from: number): FoundForm | null {
    if (this.#longest === 0) return null;
    const filter = this.#filter;
    const end = text.length - START_CHARS;
    for (let start = from; start <= end; start++) {
      if (filter[hashAt(text, start)] === 0) continue;
      const found = findLongest(text, start, this.#byStart.get(text.slice(start, start + START_CHARS)) ?? []);
      if (found) return found;
    }
    return null;
  }

  /** Where a text begins to be the beginning of one to its end; its length when it does not. */
  findCut(text: string): number {
    for (let start = Math.max(0, text.length - this.#longest); start + START_CHARS <= text.length; start++) {
      if (this.#filter[hashAt(text, start)] === 0) continue;
      const rest = text.slice(start);
      if (this.#byStart.get(rest.slice(0, START_CHARS))?.some((form) => form.text.startsWith(rest))) return start;
    }
    return text.length;
  }
}

function hashAt(text: string, at: number): number {
  const middle = text.charCodeAt(at + 3) << 5;
  const last = text.charCodeAt(at + START_CHARS - 1) << 9;
  return (text.charCodeAt(at) ^ middle ^ last) & (FILTER_SIZE - 1);
}

function findLongest(text: string, start: number, forms: readonly WrittenForm[]): FoundForm | null {
  let longest: FoundForm | null = null;
  for (const { text: wanted, partChars, mask } of forms) {
    let chars = 0;
    while (chars < wanted.length && wanted.charCodeAt(chars) === text.charCodeAt(start + chars)) chars++;
    if (chars >= partChars && start + chars > (longest?.end ?? start)) longest = { start, end: start + chars, mask };
  }
  return longest;
}
