import type { WebSocket } from 'ws';

/** A page that has more than this to read is dropped; it comes back and catches up from its last record. */
const MAX_BACKLOG_BYTES = 1_048_576;
/** So is one that has not taken what was sent this long ago: a small backlog never grows on a quiet stage. */
const MAX_BACKLOG_MS = 5_000;

const AS_TEXT = { binary: false };

/** What one page was sent and has not taken yet. */
export class PageBacklog {
  readonly #page: WebSocket;
  /** When each message that has not left was sent, oldest first. */
  readonly #sentAtMs: number[] = [];

  constructor(page: WebSocket) {
    this.#page = page;
  }

  /** @param message text, also as UTF-8 bytes that were encoded once for all pages. Resolves when it has left, or never will. */
  send(message: string | Buffer): Promise<void> {
    this.#sentAtMs.push(performance.now());
    return new Promise((resolve) => {
      this.#page.send(message, AS_TEXT, () => {
        this.#sentAtMs.shift();
        resolve();
      });
    });
  }

  /** True when it takes nothing any more. */
  get isStalled(): boolean {
    const [oldestMs] = this.#sentAtMs;
    return oldestMs !== undefined && performance.now() - oldestMs > MAX_BACKLOG_MS;
  }

  /** True when nothing more should be sent. Asked before the next message, as the last one may be long by itself. */
  get isTooLong(): boolean {
    return this.isStalled || this.#page.bufferedAmount > MAX_BACKLOG_BYTES;
  }
}
