import type { LogRecord } from '../../../server/protocol/records.js';
import type { StreamHello } from '../../../server/protocol/stream.js';
import { parseMessage } from './parse-message.js';
import { admit, greet, type Position, startPosition } from './position.js';
import type { Connection, RecordStream, StreamReader } from './record-stream.js';
import { pickRetryDelay } from './retry-delay.js';

/** The part of a browser's WebSocket that is used here. */
export interface StreamSocket {
  addEventListener(type: 'message', listener: (event: { data: unknown }) => void): void;
  addEventListener(type: 'close' | 'error', listener: () => void): void;
  close(): void;
}

export interface LiveStreamOptions {
  /** Opens a socket to the stream that replays everything after `fromSeq`. */
  connect(fromSeq: number): StreamSocket;
  /** How many records the page can hold. */
  capacity: number;
  /** Wait before the next try, in ms. */
  retryDelayMs?: (failedTries: number) => number;
  nowMs?: () => number;
  /** After that long without a word, ms, the connection is taken for dead. */
  silenceMs?: number;
}

/** The harness says something at least every 15 s. With the next look a dead connection is noticed within 30 s. */
const SILENCE_MS = 25_000;
/** How often the time since the last word is looked at. A timer for the whole of it would stand still while the machine sleeps. */
const LOOK_MS = 5_000;
/** One message may have been damaged on its way; a second one in a row means that the two do not understand each other. */
const UNREADABLE_TRIES = 2;

/** Follows the running harness: reconnects by itself from the last record it read and reports what it could not get back. */
export function createLiveStream(options: LiveStreamOptions): RecordStream {
  return new LiveStream(options);
}

class LiveStream implements RecordStream {
  private reader: StreamReader | null = null;
  private socket: StreamSocket | null = null;
  private position: Position = startPosition;
  private connection: Connection = { kind: 'connecting' };
  private retryTimer: ReturnType<typeof setTimeout> | undefined;
  private silenceTimer: ReturnType<typeof setTimeout> | undefined;
  private failedTries = 0;
  private heardAtMs = 0;
  /** Messages in a row that could not be read, over all connections. */
  private unreadableCount = 0;
  /** The hole that was asked for once more; if it is still there, it is a gap. */
  private askedAgainFrom = 0;

  constructor(private readonly options: LiveStreamOptions) {}

  open(reader: StreamReader): void {
    this.reader = reader;
    this.connect();
  }

  retryNow(): void {
    if (this.connection.kind === 'waiting') this.connect();
    else if (this.socket) this.checkSilence();
  }

  close(): void {
    clearTimeout(this.retryTimer);
    this.leaveSocket();
    this.tell({ kind: 'closed' });
    this.reader = null;
  }

  private connect(): void {
    clearTimeout(this.retryTimer);
    this.leaveSocket();
    this.tell({ kind: 'connecting' });
    const socket = this.tryToConnect();
    if (!socket) {
      this.waitAndRetry();
      return;
    }
    this.socket = socket;
    this.listenForSilence();
    socket.addEventListener('message', (event) => {
      if (this.socket !== socket) return;
      this.heardAtMs = this.nowMs();
      this.take(event.data);
    });
    const lose = () => {
      if (this.socket === socket) this.waitAndRetry();
    };
    socket.addEventListener('close', lose);
    socket.addEventListener('error', lose);
  }

  /** A browser throws at once when the address or a sub-protocol (our token) cannot be used. */
  private tryToConnect(): StreamSocket | null {
    try {
      return this.options.connect(this.position.seq);
    } catch {
      return null;
    }
  }

  private take(data: unknown): void {
    try {
      const message = parseMessage(data);
      if (message?.type === 'hello') this.takeHello(message);
      else if (message?.type === 'records') this.takeRecords(message.records);
      if (message?.type !== 'hello') this.unreadableCount = 0;
    } catch {
      // A message that cannot be read means that this connection cannot be trusted; what it carried is asked for again.
      this.unreadableCount++;
      if (this.unreadableCount === UNREADABLE_TRIES) this.reader?.onFinding({ kind: 'unreadable' });
      this.waitAndRetry();
    }
  }

  private takeHello(hello: StreamHello): void {
    const { position, findings, mustReconnect } = greet(this.position, hello, this.options.capacity);
    this.position = position;
    // Where the records behind the greeting cannot be read, coming back at once would go on for ever.
    this.failedTries = this.unreadableCount;
    for (const finding of findings) this.reader?.onFinding(finding);
    if (mustReconnect) this.connect();
    else if (position.seq >= hello.newestSeq) this.tell({ kind: 'live' });
    else this.tell({ kind: 'catching_up', untilSeq: hello.newestSeq });
  }

  private takeRecords(records: readonly LogRecord[]): void {
    const { position, fresh, missing, rest } = admit(this.position, records);
    this.position = position;
    if (fresh.length > 0) this.reader?.onRecords(fresh);
    if (missing) {
      if (this.askedAgainFrom !== missing.fromSeq) {
        this.askedAgainFrom = missing.fromSeq;
        this.connect();
        return;
      }
      this.reader?.onFinding({ kind: 'gap', ...missing });
      this.position = { ...this.position, seq: missing.toSeq };
      this.takeRecords(rest);
      return;
    }
    if (this.connection.kind === 'catching_up' && this.position.seq >= this.connection.untilSeq) this.tell({ kind: 'live' });
  }

  private waitAndRetry(): void {
    this.leaveSocket();
    this.failedTries++;
    const delayMs = this.options.retryDelayMs?.(this.failedTries) ?? pickRetryDelay(this.failedTries, Math.random());
    this.retryTimer = setTimeout(() => this.connect(), delayMs);
    this.tell({ kind: 'waiting', retryAtMs: this.nowMs() + delayMs, failedTries: this.failedTries });
  }

  private listenForSilence(): void {
    this.heardAtMs = this.nowMs();
    this.lookAgain();
  }

  private checkSilence(): void {
    const silenceMs = this.nowMs() - this.heardAtMs;
    if (silenceMs >= this.silenceLimitMs) {
      this.waitAndRetry();
      return;
    }
    // The machine's clock was set back.
    if (silenceMs < 0) this.heardAtMs = this.nowMs();
    this.lookAgain();
  }

  private lookAgain(): void {
    clearTimeout(this.silenceTimer);
    this.silenceTimer = setTimeout(() => this.checkSilence(), Math.min(LOOK_MS, this.silenceLimitMs));
  }

  private get silenceLimitMs(): number {
    return this.options.silenceMs ?? SILENCE_MS;
  }

  private nowMs(): number {
    return this.options.nowMs?.() ?? Date.now();
  }

  private leaveSocket(): void {
    clearTimeout(this.silenceTimer);
    const socket = this.socket;
    this.socket = null;
    socket?.close();
  }

  private tell(connection: Connection): void {
    this.connection = connection;
    this.reader?.onConnection(connection);
  }
}
