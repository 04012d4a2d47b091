import { setTimeout as sleep } from 'node:timers/promises';
import WebSocket from 'ws';
import type { LogRecord } from '../../server/protocol/records.js';

const PATIENCE_MS = 5_000;
/** Beyond whatever the log holds: nothing from before is sent, only what comes. */
const FROM_NOW = Number.MAX_SAFE_INTEGER;
const LOOK_MS = 20;

/** The stream of a stage, without what happened so far. */
export function streamFromNow(url: string): string {
  return `${url.replace('http', 'ws')}/_paystage/stream?from=${FROM_NOW}`;
}

/** Pages that follow the stream, as far as a socket shows them. */
export class Watchers {
  readonly #sockets: WebSocket[] = [];
  #frames = 0;
  #countedFrom = { frames: 0, atMs: 0 };
  #framesPerSecond = 0;
  #kept: string[] | null = null;

  static async attach(url: string, count: number): Promise<Watchers> {
    const watchers = new Watchers();
    await Promise.all(Array.from({ length: count }, () => watchers.#open(url)));
    return watchers;
  }

  /** Frames between `startCounting` and `stopCounting`. */
  get framesPerSecond(): number {
    return this.#framesPerSecond;
  }

  startCounting(): void {
    this.#countedFrom = { frames: this.#frames, atMs: performance.now() };
  }

  stopCounting(): void {
    const { frames, atMs } = this.#countedFrom;
    this.#framesPerSecond = ((this.#frames - frames) / (performance.now() - atMs)) * 1_000;
  }

  /** Keeps what comes from now on. */
  startKeeping(): void {
    this.#kept = [];
  }

  /** What was kept, once so many attempts have ended, or a few seconds later. */
  async takeKept(attempts: number): Promise<LogRecord[]> {
    const untilMs = performance.now() + PATIENCE_MS;
    for (;;) {
      const texts = this.#kept ?? [];
      const ended = texts.reduce((sum, text) => sum + text.split('"type":"attempt.finished"').length - 1, 0);
      if (ended >= attempts || performance.now() > untilMs) break;
      await sleep(LOOK_MS);
    }
    const messages = (this.#kept ?? []).map((text) => JSON.parse(text) as { records?: LogRecord[] });
    this.#kept = null;
    return messages.flatMap(({ records = [] }) => records);
  }

  close(): void {
    for (const socket of this.#sockets) socket.terminate();
  }

  #open(url: string): Promise<void> {
    const socket = new WebSocket(streamFromNow(url), { perMessageDeflate: false });
    this.#sockets.push(socket);
    return new Promise((resolve, reject) => {
      socket.on('error', reject);
      socket.on('message', (data: Buffer) => {
        this.#frames++;
        this.#kept?.push(data.toString());
        resolve();
      });
    });
  }
}
