/**
 * Work of a lane that ends in the order in which it began, whichever answer came first: two targets that race would otherwise make each
 * run write other records. Whoever joins must not wait for work that joined later.
 */
export class EndsInOrder {
  #last: Promise<unknown> = Promise.resolve();

  /** Call `leave` when the end is written, or will never be. */
  join(): { whenMyTurn(): Promise<void>; leave(): void } {
    const before = this.#last;
    let leave = () => {};
    const left = new Promise<void>((resolve) => {
      leave = resolve;
    });
    this.#last = Promise.all([before, left]);
    return {
      async whenMyTurn() {
        await before;
        // What follows from the end before this one, such as a browser's answer that waited for it, is written first.
        await new Promise((resume) => setImmediate(resume));
      },
      leave,
    };
  }
}

const NO_ORDER = { whenMyTurn: () => Promise.resolve(), leave: () => {} };

/** For lanes in which whatever is done first ends first. */
export const endsAtOnce: Pick<EndsInOrder, 'join'> = { join: () => NO_ORDER };
