/** Work on the same thing, one after the other: the next begins when the one before is over, however that ended. */
export class Turns {
  readonly #last = new Map<string, Promise<unknown>>();

  /** @returns what `work` comes to, failures too. */
  take<Result>(id: string, work: () => Promise<Result>): Promise<Result> {
    const before = this.#last.get(id) ?? Promise.resolve();
    const done = before.then(work);
    this.#last.set(
      id,
      done.catch(() => {}),
    );
    return done;
  }
}
