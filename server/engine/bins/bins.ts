import { HarnessError } from '../../domain/errors.js';
import { laneOfBin } from '../../domain/lane.js';
import type { Header } from '../../protocol/records.js';

/** What a built-in receiver answers. */
export interface BinAnswer {
  status: number;
  /** Wait before the answer, in real ms. */
  delayMs: number;
  headers: Header[];
  body: string;
}

const MAX_BINS = 1_000;
const NAME_WORDS = 'A bin is named with letters, digits, dots, dashes and underscores, 64 at most.';

function isBinName(name: string): boolean {
  return /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(name);
}

/** Built-in receivers. Every name exists; one that was never set acknowledges. Settings last as long as the process. */
export class Bins {
  readonly #answers = new Map<string, BinAnswer>();
  readonly #isLane: (name: string) => boolean;
  readonly #statusOf: (name: string) => number;

  /**
   * @param isLane which lanes there are; a bin that is named after none of them belongs to the default one.
   * @param statusOf what a bin answers that was never told.
   */
  constructor(isLane: (name: string) => boolean, statusOf: (name: string) => number) {
    this.#isLane = isLane;
    this.#statusOf = statusOf;
  }

  laneOf(name: string): string {
    return laneOfBin(name, this.#isLane);
  }

  /** @throws HarnessError `unknown_bin` (404) for a name that no bin can have. */
  answerOf(name: string): BinAnswer {
    if (!isBinName(name))
      throw new HarnessError('unknown_bin', `"${name.slice(0, 80)}" cannot name a bin.`, { status: 404, hint: NAME_WORDS });
    return this.#answers.get(name) ?? { status: this.#statusOf(name), delayMs: 0, headers: [], body: '' };
  }

  /** @throws HarnessError `unknown_bin` (404), `too_many_bins` (409). */
  set(name: string, answer: Partial<BinAnswer>): BinAnswer {
    if (this.#answers.size >= MAX_BINS && !this.#answers.has(name)) {
      throw new HarnessError('too_many_bins', `${MAX_BINS} bins have settings already.`, {
        status: 409,
        hint: 'POST /_paystage/api/reset forgets them.',
      });
    }
    const next = { ...this.answerOf(name), ...answer };
    this.#answers.set(name, next);
    return next;
  }

  /** Forgets what a lane's bins were told to answer. */
  reset(lane: string): void {
    for (const name of this.#answers.keys()) if (this.laneOf(name) === lane) this.#answers.delete(name);
  }
}
