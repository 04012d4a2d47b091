/** Who waits for the first attempt of a delivery to be done. */
export class FirstAttempts {
  readonly #waiters = new Map<string, (() => void)[]>();

  wait(deliveryId: string): Promise<void> {
    return new Promise((resolve) => {
      const waiters = this.#waiters.get(deliveryId) ?? [];
      waiters.push(resolve);
      this.#waiters.set(deliveryId, waiters);
    });
  }

  release(deliveryId: string): void {
    for (const resume of this.#waiters.get(deliveryId) ?? []) resume();
    this.#waiters.delete(deliveryId);
  }

  releaseAll(): void {
    this.releaseUnless(() => false);
  }

  /** Lets those go who wait for deliveries that `isWanted` does not want any more. */
  releaseUnless(isWanted: (deliveryId: string) => boolean): void {
    for (const deliveryId of [...this.#waiters.keys()]) if (!isWanted(deliveryId)) this.release(deliveryId);
  }
}
