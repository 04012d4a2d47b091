import type { Header } from '../protocol/records.js';

/** What a built-in receiver answers. */
export interface BinAnswer {
  status: number;
  /** Wait before the answer, in real ms. */
  delayMs: number;
  headers: Header[];
  body: string;
}

/** 204 is the one answer that both providers take for an acknowledgement. */
const DEFAULT_ANSWER: BinAnswer = { status: 204, delayMs: 0, headers: [], body: '' };

/** Built-in receivers. Every name exists; one that was never set answers 204. Settings last as long as the process. */
export class Bins {
  readonly #answers = new Map<string, BinAnswer>();

  answerOf(name: string): BinAnswer {
    return this.#answers.get(name) ?? DEFAULT_ANSWER;
  }

  set(name: string, answer: Partial<BinAnswer>): BinAnswer {
    const next = { ...this.answerOf(name), ...answer };
    this.#answers.set(name, next);
    return next;
  }

  reset(): void {
    this.#answers.clear();
  }

  list(): [string, BinAnswer][] {
    return [...this.#answers];
  }
}
