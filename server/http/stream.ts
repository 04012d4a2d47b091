import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { laneOfLine } from '../domain/lane.js';
import type { EventLog } from '../log/event-log.js';
import type { StreamAlive, StreamHello } from '../protocol/stream.js';
import { answerSocket } from './answer-socket.js';
import { cutByLength } from './cut-by-length.js';
import type { Guard } from './guard.js';
import { PageBacklog } from './page-backlog.js';

/** Live records wait this long for company: one message per frame of a screen. */
const FRAME_MS = 16;
/** The server pings, because a hidden tab runs its own timers about once a minute. */
const PING_MS = 15_000;
/** How often pages are looked at that have stopped reading while nothing happens. */
const LOOK_MS = 1_000;
/** A page that was dropped may take the reason until then. */
const DROP_MS = 5_000;
/** Characters of records in one message of a replay. */
const REPLAY_LENGTH = 256 * 1_024;
const PROTOCOL = 'paystage';
export const STREAM_PATH = '/_paystage/stream';
const TRY_AGAIN_LATER = 1013;
const GOING_AWAY = 1001;
const LANE_OVER = 1000;
const ALIVE = JSON.stringify({ type: 'alive' } satisfies StreamAlive);

/** Position of the first record of an open lane; null when there is no such lane. */
export type FindLaneStart = (lane: string) => number | null;

/**
 * The live stream: replay after the page's last record to that page only, then the tail, batched, each record serialised once. With
 * `?lane=<name>` only the records of that lane, until it is disposed.
 */
export class LiveStream {
  readonly #server = new WebSocketServer({
    noServer: true,
    maxPayload: 4_096,
    perMessageDeflate: false,
    handleProtocols: () => PROTOCOL,
  });
  /** Pages with the lane that they asked for; null: every lane. */
  readonly #live = new Map<WebSocket, string | null>();
  /** Of every page, also while it reads what was before it. */
  readonly #backlogs = new Map<WebSocket, PageBacklog>();
  readonly #log: EventLog;
  readonly #version: string;
  readonly #unsubscribe: () => void;
  readonly #pinger: NodeJS.Timeout;
  readonly #looker: NodeJS.Timeout;
  readonly #findLaneStart: FindLaneStart;
  #pending: { seq: number; lane: string; line: string }[] = [];
  #frame: NodeJS.Timeout | null = null;

  constructor(log: EventLog, version: string, findLaneStart: FindLaneStart) {
    this.#log = log;
    this.#version = version;
    this.#findLaneStart = findLaneStart;
    this.#unsubscribe = log.subscribe(({ seq, lane }, line) => this.#queue({ seq, lane, line }));
    // What is no handshake would be answered in plain text, without our headers.
    this.#server.on('wsClientError', ({ message }, socket) => answerSocket(socket, 400, refuseHandshake(message)));
    this.#pinger = setInterval(() => this.#ping(), PING_MS);
    this.#pinger.unref();
    this.#looker = setInterval(() => this.#dropStalled(), LOOK_MS);
    this.#looker.unref();
  }

  /** Takes an upgrade request; a refused one is answered with plain HTTP before any socket joins. */
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer, guard: Guard): void {
    const refusal = guard.check(request, 'upgrade');
    if (refusal) {
      const { status, code, message, hint } = refusal;
      answerSocket(socket, status, { code, message, hint });
      return;
    }
    // By hand: a parser of URLs throws at `//`.
    const { url: target = '' } = request;
    const pathEnd = target.includes('?') ? target.indexOf('?') : target.length;
    if (target.slice(0, pathEnd) !== STREAM_PATH) {
      answerSocket(socket, 404, { code: 'not_found', message: `The stream is at ${STREAM_PATH}.` });
      return;
    }
    const asked = new URLSearchParams(target.slice(pathEnd));
    const lane = asked.get('lane');
    const start = lane === null ? 1 : this.#findLaneStart(lane);
    if (start === null) {
      answerSocket(socket, 404, { code: 'unknown_lane', message: `There is no lane "${lane?.slice(0, 80)}".` });
      return;
    }
    this.#server.handleUpgrade(request, socket, head, (page) => {
      page.on('error', () => page.terminate());
      const from = readPosition(asked.get('from'));
      // What an earlier lane of the same name did is nobody's business any more.
      void this.#serve(page, from > this.#log.newestSeq ? start - 1 : Math.max(from, start - 1), lane);
    });
  }

  close(): void {
    this.#unsubscribe();
    clearInterval(this.#pinger);
    clearInterval(this.#looker);
    if (this.#frame) clearTimeout(this.#frame);
    for (const page of this.#server.clients) {
      page.close(GOING_AWAY, 'the harness is shutting down');
      // A page that does not answer the close in time must not keep the process alive.
      setTimeout(() => page.terminate(), 500).unref();
    }
    this.#server.close();
  }

  async #serve(page: WebSocket, from: number, lane: string | null): Promise<void> {
    const isAlive = watchAlive(page);
    const backlog = new PageBacklog(page);
    this.#backlogs.set(page, backlog);
    page.on('close', () => {
      this.#backlogs.delete(page);
      this.#live.delete(page);
    });
    const hello: StreamHello = {
      type: 'hello',
      version: this.#version,
      logId: this.#log.logId,
      oldestSeq: this.#log.oldestSeq,
      newestSeq: this.#log.newestSeq,
    };
    page.send(JSON.stringify(hello));
    let position = from;
    // The log grows while it is read: go on until the page has caught up within one turn, then let it join the live ones.
    while (isAlive() && position < this.#log.newestSeq) {
      const newest = this.#log.newestSeq;
      await this.#whenShowable(newest);
      for await (const lines of this.#log.read(position)) {
        if (!isAlive()) return;
        const wanted = lane === null ? lines : lines.filter((line) => laneOfLine(line) === lane);
        // A replay waits for the page, so that a slow one never makes the harness hold the whole log in memory.
        // In parts, because a page is dropped that does not take one message in time: a line may be slow and records long.
        for (const part of cutByLength(wanted, REPLAY_LENGTH)) {
          if (!isAlive()) return;
          await backlog.send(toMessage(part));
        }
      }
      position = newest;
    }
    if (!isAlive()) return;
    // What waits for the next frame is in the log already, so this page has it; send it to the others now.
    this.#flush();
    // Disposed while its records were read: no more will come, and a later lane of that name is another one.
    if (lane !== null && this.#findLaneStart(lane) === null) {
      page.close(LANE_OVER, 'the lane was disposed');
      return;
    }
    this.#live.set(page, lane);
  }

  /** A page sees what would survive a crash: otherwise the same position could mean another record after a restart. A full disk shows all. */
  async #whenShowable(seq: number): Promise<void> {
    await this.#log.durable(seq).catch(() => {});
  }

  #queue(record: { seq: number; lane: string; line: string }): void {
    if (this.#live.size === 0) return;
    this.#pending.push(record);
    this.#frame ??= setTimeout(() => this.#flush(), FRAME_MS);
  }

  #flush(): void {
    if (this.#frame) clearTimeout(this.#frame);
    this.#frame = null;
    const showable = this.#log.storageProblem ? Number.POSITIVE_INFINITY : this.#log.durableSeq;
    const firstLater = this.#pending.findIndex(({ seq }) => seq > showable);
    const ready = firstLater === -1 ? this.#pending : this.#pending.slice(0, firstLater);
    this.#pending = firstLater === -1 ? [] : this.#pending.slice(firstLater);
    if (this.#pending.length > 0) this.#frame = setTimeout(() => this.#flush(), FRAME_MS);
    if (ready.length === 0) return;
    const messages = createMessages(ready);
    for (const [page, lane] of this.#live) {
      const message = messages.of(lane);
      const backlog = this.#backlogs.get(page);
      if (message === null || backlog === undefined) continue;
      if (backlog.isTooLong) this.#drop(page);
      else void backlog.send(message);
    }
    this.#endOver();
  }

  /** Pages that do not read hold memory and nothing else, also while nothing new is to be sent. */
  #dropStalled(): void {
    for (const [page, backlog] of this.#backlogs) if (backlog.isStalled) this.#drop(page);
  }

  #drop(page: WebSocket): void {
    this.#backlogs.delete(page);
    this.#live.delete(page);
    page.close(TRY_AGAIN_LATER, 'reading too slowly');
    setTimeout(() => page.terminate(), DROP_MS).unref();
  }

  /** Pages of a lane that was disposed: its last record has been sent when nothing waits any more. */
  #endOver(): void {
    if (this.#pending.length > 0) return;
    for (const [page, lane] of this.#live) {
      if (lane === null || this.#findLaneStart(lane) !== null) continue;
      this.#live.delete(page);
      page.close(LANE_OVER, 'the lane was disposed');
    }
  }

  #ping(): void {
    for (const page of this.#server.clients) {
      if (unanswered.has(page)) page.terminate();
      unanswered.add(page);
      page.ping();
      page.send(ALIVE);
    }
  }
}

/** Pages that have not answered the last ping. */
const unanswered = new WeakSet<WebSocket>();

function watchAlive(page: WebSocket): () => boolean {
  page.on('pong', () => unanswered.delete(page));
  return () => page.readyState === page.OPEN;
}

function refuseHandshake(message: string): { code: string; message: string; hint: string } {
  const hint = 'Open the stream with a WebSocket client of version 13 (RFC 6455).';
  return { code: 'bad_handshake', message: `This is no handshake of a WebSocket: ${message}.`, hint };
}

function readPosition(from: string | null): number {
  const position = Number(from ?? 0);
  return Number.isSafeInteger(position) && position > 0 ? position : 0;
}

function toMessage(lines: readonly string[]): string {
  return `{"type":"records","records":[${lines.join(',')}]}`;
}

/** One message for each lane that somebody asks for, made and encoded once; null when there is nothing of that lane. */
function createMessages(ready: readonly { lane: string; line: string }[]): { of(lane: string | null): Buffer | null } {
  const made = new Map<string | null, Buffer | null>();
  return {
    of(lane) {
      const known = made.get(lane);
      if (known !== undefined) return known;
      const lines = ready.filter((record) => lane === null || record.lane === lane).map(({ line }) => line);
      const message = lines.length === 0 ? null : Buffer.from(toMessage(lines));
      made.set(lane, message);
      return message;
    },
  };
}
