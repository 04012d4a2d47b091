/** A busy machine makes a run longer; parts that can be shortened ask here whether there is time for more. */
export class Deadline {
  readonly #startMs = performance.now();

  get elapsedS(): number {
    return (performance.now() - this.#startMs) / 1_000;
  }

  hasPassed(seconds: number): boolean {
    return this.elapsedS > seconds;
  }
}
