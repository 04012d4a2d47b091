import { createHash } from 'node:crypto';

/** Far above what anybody counts to, below what JavaScript counts exactly. */
const LOWEST = 1_000_000_000;
const SPAN = 1_000_000;
const SPANS = 4_000_000;

/** Decimal ids of a seeded lane: a span of its own for each provider, found by seed and name, counted from its beginning. */
export class SeededNumbers {
  readonly #scope: string;
  readonly #used = new Map<string, number>();

  constructor(seed: string, lane: string) {
    this.#scope = `${seed.length}:${seed}:${lane}`;
  }

  next(provider: string): number {
    const used = this.#used.get(provider) ?? 0;
    this.#used.set(provider, used + 1);
    const digest = createHash('sha256').update(`${this.#scope}:${provider}`).digest();
    return LOWEST + (digest.readUInt32BE(0) % SPANS) * SPAN + used + 1;
  }
}
