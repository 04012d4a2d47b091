import type { Readable } from 'node:stream';
import type { Dispatcher } from 'undici';
import { MAX_BODY_BYTES } from '../protocol/limits.js';
import type { Header } from '../protocol/records.js';
import type { Connection } from './connection.js';
import type { Reply } from './reply.js';
import {
  describeGarbage,
  describeLoss,
  describeTimeout,
  readCode,
  type TransportFailure,
  type TransportPhase,
} from './transport-failure.js';
import type { PreparedRequest } from './transport-request.js';

const EMPTY = Buffer.alloc(0);

/** `stale`: the target had ended a reused connection before the request reached it, so nobody can have read it. */
export type ExchangeEnd = Reply | ({ kind: 'failed' } & TransportFailure) | { kind: 'stale' };

/** Sends one request on a connection and reads its reply, within bounds. Ends exactly once. */
export class ReplyReader implements Dispatcher.DispatchHandler {
  readonly #connection: Connection;
  readonly #request: PreparedRequest;
  readonly #onEnd: (end: ExchangeEnd) => void;
  readonly #isReused: boolean;
  #isWritten = false;
  #isOver = false;
  #status = 0;
  #headers: Header[] = [];
  #chunks: Buffer[] = [];
  #bodyBytes = 0;

  constructor(connection: Connection, request: PreparedRequest, onEnd: (end: ExchangeEnd) => void) {
    this.#connection = connection;
    this.#request = request;
    this.#onEnd = onEnd;
    this.#isReused = connection.served > 0;
  }

  /**
   * A kept connection is used a turn of the event loop later: an end that came right behind the last reply shows in it, before anything is
   * written. The client itself waits only for the rest of the present turn, in which sockets may have been read already.
   */
  start(): void {
    if (this.#isReused) setImmediate(() => this.#dispatchIfUsable());
    else this.#dispatch();
  }

  #dispatchIfUsable(): void {
    if (this.#isOver) return;
    if (this.#connection.isUsable) this.#dispatch();
    else this.#finish({ kind: 'stale' });
  }

  #dispatch(): void {
    const { method, target, wireHeaders, body, writeBody, isChunked } = this.#request;
    if (writeBody === undefined || body === null) {
      this.#connection.dispatch({ method, path: target.path, headers: wireHeaders, body }, this);
      return;
    }
    // Without a length the client sends chunks.
    const headers = isChunked ? wireHeaders : [...wireHeaders, 'content-length', String(body.length)];
    const pieces = writeBody(body, {
      reset: () => this.#connection.reset(),
      writeHead: () => this.#connection.writeRaw(buildHead(this.#request)),
    });
    // The client takes any async iterable; its types name only some of them.
    this.#connection.dispatch({ method, path: target.path, headers, body: pieces as Readable }, this);
  }

  /** The wall timer ran out: ends with what is there, and drops the connection. */
  endByTimeout(): void {
    if (this.#status > 0) this.#finish(this.#buildReply('timeout'));
    else {
      const { target, timeoutMs } = this.#request;
      this.#finish({ kind: 'failed', ...describeTimeout(this.#phase, target.place, timeoutMs, this.#replyBytes > 0) });
    }
    this.#connection.destroy();
  }

  onRequestStart(): void {
    this.#isWritten = true;
    this.#connection.tap.begin(this.#isReused);
  }

  onResponseStart(controller: Dispatcher.DispatchController, status: number): void {
    this.#connection.tap.isHeadDone = true;
    this.#status = status;
    const raw = Array.isArray(controller.rawHeaders) ? controller.rawHeaders : [];
    for (let index = 0; index + 1 < raw.length; index += 2) this.#headers.push([toText(raw[index]), toText(raw[index + 1])]);
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#isOver) return;
    const room = MAX_BODY_BYTES - this.#bodyBytes;
    this.#bodyBytes += chunk.length;
    // A copy: the chunk is a view of a read buffer that is many times larger.
    if (room > 0) this.#chunks.push(Buffer.from(chunk.subarray(0, room)));
    if (chunk.length <= room) return;
    this.#finish(this.#buildReply());
    this.#connection.destroy();
  }

  onResponseEnd(): void {
    if (this.#isOver) return;
    // The client forgives a reset where the end of the connection is the end of the body.
    const reply = this.#buildReply(this.#connection.error === null ? undefined : 'reset');
    this.#connection.served++;
    if (this.#mayGoOn) this.#connection.destroy();
    this.#finish(reply);
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    if (this.#isOver) return;
    this.#finish(this.#judge(error));
    this.#connection.destroy();
  }

  #judge(error: Error): ExchangeEnd {
    const { tap } = this.#connection;
    const { place } = this.#request.target;
    const isParserError = error.name === 'HTTPParserError' || readCode(error) === 'ERR_ASSERTION';
    if (this.#status > 0) {
      if (this.#isBodiless || tap.problem === 'too long') return this.#buildReply();
      if (isParserError) return this.#garbage(error.message);
      return this.#buildReply('reset');
    }
    switch (tap.problem) {
      case 'upgrade':
        return this.#garbage('101 switches to a protocol that nobody asked for');
      case 'status line':
        return this.#garbage('no HTTP/1 status line');
      case 'status':
        return this.#garbage('the status is not one of 100 to 599');
      case 'head too long':
      case 'too long':
        return this.#garbage('the head is longer than 16 KiB');
      case null:
    }
    if (readCode(error) === 'UND_ERR_HEADERS_OVERFLOW') return this.#garbage('the head is longer than 16 KiB');
    if (isParserError) return this.#garbage(error.message);
    // Once a head has named a length, the client reports whatever breaks the rules in the rest of it as a wrong length.
    if (readCode(error) === 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH') return this.#garbage('in its Content-Length or after it');
    if (this.#isReused && this.#replyBytes === 0 && this.#isUnread) return { kind: 'stale' };
    return { kind: 'failed', ...describeLoss(this.#connection.error ?? error, this.#phase, place, tap.firstBytes) };
  }

  #garbage(detail: string): ExchangeEnd {
    const reason = /^[^(]*\((.*)\)$/.exec(detail)?.[1] ?? detail;
    return {
      kind: 'failed',
      ...describeGarbage(this.#request.target.place, this.#phase, this.#connection.tap.firstBytes, reason),
    };
  }

  /** Bytes of the reply so far; what a reused connection brought before the request was written belongs to nothing. */
  get #replyBytes(): number {
    return this.#isReused && !this.#isWritten ? 0 : this.#connection.tap.bytes;
  }

  /**
   * True when the connection was gone before the request: it was never written, or the kernel refused the write (or the empty one after it,
   * see the tap). How soon the end came proves nothing, since an app can act and crash within a millisecond. A reset without a refused write
   * proves nothing either: that of an app that closes with our bytes unread looks like that of one which has read them. Such a request is
   * not sent again: it may have been taken, so it counts as it ended.
   */
  get #isUnread(): boolean {
    const { error } = this.#connection;
    return !this.#isWritten || (error !== null && 'syscall' in error && error.syscall === 'write');
  }

  get #phase(): TransportPhase {
    if (this.#status > 0) return 'reading body';
    return this.#isWritten && this.#connection.isFlushed ? 'waiting for head' : 'sending';
  }

  get #isBodiless(): boolean {
    return this.#status === 204 || this.#status === 304;
  }

  /** A 204 or 304 ends with its head. One that announces chunks may send them later, into the reply to the next request. */
  get #mayGoOn(): boolean {
    return this.#isBodiless && this.#headers.some(([name]) => name.toLowerCase() === 'transfer-encoding');
  }

  #buildReply(bodyIncomplete?: 'timeout' | 'reset'): Reply {
    const isCut = this.#bodyBytes > MAX_BODY_BYTES || this.#connection.tap.problem === 'too long';
    const announced = isCut ? Number(this.#headers.find(([name]) => name.toLowerCase() === 'content-length')?.[1]) : 0;
    return {
      kind: 'answered',
      status: this.#status,
      headers: this.#headers,
      body: {
        bytes: this.#chunks.length === 0 ? EMPTY : Buffer.concat(this.#chunks),
        sizeBytes: Math.max(this.#bodyBytes, announced || 0),
        isCut,
      },
      ...(bodyIncomplete === undefined ? {} : { bodyIncomplete }),
    };
  }

  #finish(end: ExchangeEnd): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#chunks = [];
    this.#onEnd(end);
  }
}

/** As the client writes it in front of the first piece of a body. */
function buildHead({ method, target, wireHeaders, body, isChunked }: PreparedRequest): string {
  const lines = [`${method} ${target.path} HTTP/1.1`, `host: ${target.place.host}`];
  lines.push(`connection: ${method === 'HEAD' ? 'close' : 'keep-alive'}`);
  for (let index = 0; index + 1 < wireHeaders.length; index += 2) lines.push(`${wireHeaders[index]}: ${wireHeaders[index + 1]}`);
  lines.push(isChunked ? 'transfer-encoding: chunked' : `content-length: ${body?.length ?? 0}`);
  return `${lines.join('\r\n')}\r\n\r\n`;
}

function toText(part: Buffer | string | undefined): string {
  return typeof part === 'string' ? part : (part?.toString('latin1') ?? '');
}
