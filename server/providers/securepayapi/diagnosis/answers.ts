import type { ProbeResult } from '../../provider.js';

/** What a receiver answered so far, by probe. */
export class Answers {
  readonly all: readonly ProbeResult[];
  readonly #byId: ReadonlyMap<string, ProbeResult>;

  constructor(all: readonly ProbeResult[]) {
    this.all = all;
    this.#byId = new Map(all.map((result) => [result.probe.id, result]));
  }

  get(id: string): ProbeResult | undefined {
    return this.#byId.get(id);
  }

  has(id: string): boolean {
    return this.#byId.has(id);
  }

  /**
   * Taken for genuine: acknowledged, or any 2xx where the genuine delivery is not acknowledged. An app that verifies and then answers an error, such
   * as 404 for an order that it does not know, is told by its other answer to a forged delivery.
   */
  accepts(id: string): boolean {
    const result = this.#byId.get(id);
    const [genuine, forged] = [this.#byId.get('genuine'), this.#byId.get('forged')];
    if (result === undefined) return false;
    if (genuine?.code === 'acknowledged') return result.code === 'acknowledged';
    const isToldApart = genuine && forged && genuine.status !== forged.status && !isSuccess(genuine) && !isSuccess(forged);
    return isToldApart ? result.status === genuine.status : isSuccess(result);
  }

  /** Answered, and not taken for genuine. */
  refuses(id: string): boolean {
    return this.#byId.has(id) && !this.accepts(id);
  }

  /** Of these, those that were accepted, in the order in which they were sent. */
  listAccepted(ids: readonly string[]): string[] {
    return this.all.map(({ probe }) => probe.id).filter((id) => ids.includes(id) && this.accepts(id));
  }

  /** The receiver answered these two in the same words; times and ids are left out of the comparison. */
  areAlike(one: string, other: string): boolean {
    const [first, second] = [this.#byId.get(one), this.#byId.get(other)];
    if (first === undefined || second === undefined) return false;
    return first.status === second.status && normalise(first.text) === normalise(second.text);
  }

  /** Its answers are not all of a kind that says that nobody looked at the delivery. */
  mayVerify(): boolean {
    return !this.areAll((status) => status >= 500) && !this.areAll((status) => [404, 405, 410, 415, 501].includes(status));
  }

  /** Every one was answered with such a status. */
  areAll(fits: (status: number) => boolean): boolean {
    return this.all.length > 0 && this.all.every(({ status }) => status !== null && fits(status));
  }
}

export function isSuccess({ status }: ProbeResult): boolean {
  return status !== null && status >= 200 && status < 300;
}

function normalise(text: string): string {
  return text.replace(/[0-9a-f]{8,}|\d+/gi, '#');
}
