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
    for (const deliveryId of [...this.#waiters.keys()]) this.release(deliveryId);
  }
}
