import { starCredentialsOfUrls } from '../../domain/url-credentials.js';
import type { Place } from './scenario.js';

const SHOWN_CHARS = 120;

/** A text and where its lines are. */
export class SourceText {
  readonly file: string;
  readonly text: string;
  readonly #lineStarts: number[] = [0];

  constructor(file: string, text: string) {
    this.file = file;
    this.text = text;
    for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) this.#lineStarts.push(at + 1);
  }

  get lineCount(): number {
    return this.#lineStarts.length;
  }

  placeOf(offset: number): Place {
    let [low, high] = [0, this.#lineStarts.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#lineStarts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - (this.#lineStarts[low] ?? 0) + 1 };
  }

  /** The line with a caret under the place; of a long line the part around it. */
  excerpt({ line, column }: Place): string {
    const start = this.#lineStarts[line - 1] ?? 0;
    const end = this.#lineStarts[line] ?? this.text.length + 1;
    const from = column > SHOWN_CHARS - 20 ? start + column - 1 - SHOWN_CHARS / 2 : start;
    const whole = starCredentialsOfUrls(this.text.slice(start, end - 1));
    const shown = whole.slice(from - start, from - start + SHOWN_CHARS).replace(/\r$/, '');
    const lead = from > start ? '…' : '';
    const number = String(line);
    // Tabs stay tabs, so that the caret stands under its place whatever their width.
    const indent = shown.slice(0, start + column - 1 - from).replace(/[^\t]/g, ' ');
    return `  ${number} | ${lead}${shown}\n  ${' '.repeat(number.length)} | ${lead && ' '}${indent}^`;
  }
}
