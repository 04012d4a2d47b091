import { setTimeout } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { HarnessError } from '../domain/errors.js';
import type { LogRecord } from '../protocol/records.js';
import type { StreamHello, StreamMessage } from '../protocol/stream.js';

const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 5_000;
/** The server pings every 15 s; a socket that hears nothing for this long is dead. */
const SILENCE_MS = 40_000;

export interface StreamListener {
  /** Records in order, without gaps beyond those told by `onGap`. Its promise holds back what follows. */
  onRecords(records: readonly LogRecord[]): Promise<void>;
  /** Records that are no longer kept: from `first` to `last`. */
  onGap(first: number, last: number): void;
  /** The log is another one: reset data, or a restart in memory. Everything known so far is worth nothing. */
  onOtherLog(): void;
  onLost(): void;
  onBack(): void;
}

/** Where the next connection begins. */
interface Position {
  seq: number;
  logId: string | null;
}

/**
 * Follows the live stream after record `from`, coming back after each loss with the last position, until `signal` ends it.
 * @throws HarnessError `stream_refused` when the stage does not let it in.
 */
export async function followStream(
  url: string,
  headers: Record<string, string>,
  from: number,
  listener: StreamListener,
  signal: AbortSignal,
): Promise<void> {
  const position: Position = { seq: from, logId: null };
  let pauseMs = FIRST_PAUSE_MS;
  let isLost = false;
  while (!signal.aborted) {
    const wasOpen = await followOnce(url, headers, position, signal, {
      ...listener,
      onBack() {
        pauseMs = FIRST_PAUSE_MS;
        if (isLost) listener.onBack();
        isLost = false;
      },
    });
    if (signal.aborted) return;
    if (!isLost) listener.onLost();
    isLost = true;
    if (!wasOpen) pauseMs = Math.min(LONGEST_PAUSE_MS, pauseMs * 2);
    await setTimeout(pauseMs, undefined, { signal }).catch(() => {});
  }
}

/** One connection, from its opening to its end. Resolves with whether it was ever open. */
function followOnce(
  url: string,
  headers: Record<string, string>,
  position: Position,
  signal: AbortSignal,
  listener: StreamListener,
): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const address = `${url.replace(/^http/, 'ws')}/_paystage/stream?from=${position.seq}`;
    const socket = new WebSocket(address, ['paystage'], { headers, perMessageDeflate: false, handshakeTimeout: 5_000 });
    let isOpen = false;
    let work: Promise<void> = Promise.resolve();
    const silence = globalThis.setTimeout(() => socket.terminate(), SILENCE_MS);
    const stop = () => socket.terminate();
    signal.addEventListener('abort', stop, { once: true });
    socket.on('ping', () => silence.refresh());
    socket.on('unexpected-response', (_request, reply) => {
      reply.resume();
      socket.terminate();
      const hint =
        reply.statusCode === 401 ? 'Give the token that the stage was started with: --token, or PAYSTAGE_TOKEN.' : undefined;
      reject(
        new HarnessError(
          'stream_refused',
          `The stage at ${url} answered ${reply.statusCode} to the request for its stream.`,
          hint === undefined ? {} : { hint },
        ),
      );
    });
    socket.on('message', (data) => {
      silence.refresh();
      socket.pause();
      work = work.then(() => take(JSON.parse(String(data)) as StreamMessage)).then(() => socket.resume(), reject);
    });
    socket.on('error', () => {});
    socket.on('close', () => {
      clearTimeout(silence);
      signal.removeEventListener('abort', stop);
      void work.then(() => resolve(isOpen));
    });

    async function take(message: StreamMessage): Promise<void> {
      if (message.type === 'hello') {
        isOpen = true;
        if (!greet(message, position, listener)) socket.terminate();
        return;
      }
      if (message.type !== 'records') return;
      const news = message.records.filter(({ seq }) => seq > position.seq);
      const last = news.at(-1);
      if (last === undefined) return;
      await listener.onRecords(news);
      position.seq = last.seq;
    }
  });
}

/** False when the position means nothing in this log, so that the next connection begins anew. */
function greet({ logId, oldestSeq, newestSeq }: StreamHello, position: Position, listener: StreamListener): boolean {
  const isOther = position.logId !== null && position.logId !== logId;
  position.logId = logId;
  if (isOther) {
    position.seq = 0;
    listener.onOtherLog();
    return false;
  }
  listener.onBack();
  if (position.seq > newestSeq) position.seq = 0;
  if (oldestSeq > position.seq + 1 && newestSeq > position.seq) listener.onGap(position.seq + 1, oldestSeq - 1);
  return true;
}
