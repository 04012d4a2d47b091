import { setTimeout as sleep } from 'node:timers/promises';
import { request } from 'undici';
import WebSocket from 'ws';
import type { LogRecord } from '../../server/protocol/records.js';

const PATIENCE_MS = 5_000;
const LOOK_MS = 20;

/** The stream of a stage from here on: to read what happened so far is another work than to follow. A position beyond the log would bring all of it. */
export async function streamFromNow(url: string): Promise<string> {
  const answer = await request(`${url}/_paystage/api/records?limit=1`);
  const { lastSeq } = (await answer.body.json()) as { lastSeq: number };
  return `${url.replace('http', 'ws')}/_paystage/stream?from=${lastSeq}`;
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

  async #open(url: string): Promise<void> {
    const socket = new WebSocket(await streamFromNow(url), { perMessageDeflate: false });
    this.#sockets.push(socket);
    await new Promise<void>((resolve, reject) => {
      socket.on('error', reject);
      socket.on('message', (data: Buffer) => {
        this.#frames++;
        this.#kept?.push(data.toString());
        resolve();
      });
    });
  }
}
