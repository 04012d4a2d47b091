import type { Socket } from 'node:net';
import { performance } from 'node:perf_hooks';
import { TLSSocket } from 'node:tls';

/** How much of a reply's head is read. */
export const MAX_HEAD_BYTES = 16 * 1024;
/** How much is read in all, so that neither endless chunk extensions nor endless trailers keep us reading. */
const MAX_WIRE_BYTES = 1024 * 1024;
const FIRST_BYTES = 64;
/** The kernel of a target on a local network has answered by then, ms. */
const ROUND_TRIP_MS = 20;
const EMPTY = Buffer.alloc(0);
/** Enough to read the status in `HTTP/1.1 200`. */
const STATUS_LINE_START_BYTES = 12;

export type ReplyProblem = 'upgrade' | 'status' | 'status line' | 'head too long' | 'too long';

/**
 * Sees the bytes of a reply before the HTTP parser does: counts them, keeps the first for messages, takes interim replies out (the parser
 * gives up on an unasked 100), and ends the connection when the reply is beyond bounds.
 */
export class ReplyTap {
  /** Bytes since the request was sent. */
  bytes = 0;
  /** Set by the reader of the reply once the parser has delivered the final head. */
  isHeadDone = false;
  /** Why the tap ended the connection. */
  problem: ReplyProblem | null = null;
  #first: Buffer = EMPTY;
  #held: Buffer = EMPTY;
  #isPassing = false;
  #isReused = false;
  #begunAtMs = 0;
  readonly #socket: Socket;

  constructor(socket: Socket) {
    this.#socket = socket;
    const push = socket.push.bind(socket);
    // Everything a socket reads enters its stream through `push`.
    socket.push = (chunk: Buffer | null, encoding?: BufferEncoding) => {
      if (chunk !== null) {
        const rest = this.#take(chunk);
        return rest.length === 0 || push(rest, encoding);
      }
      if (this.#mayBeUnread) {
        this.#askKernel(() => push(null));
        return false;
      }
      if (this.#held.length > 0) push(this.#held);
      this.#held = EMPTY;
      return push(null);
    };
  }

  get firstBytes(): Buffer {
    return this.#first.subarray(0, FIRST_BYTES);
  }

  /** Begins a reply. Bytes that a fresh connection sent unasked count as part of the first one. */
  begin(isReused: boolean): void {
    this.#isReused = isReused;
    if (!isReused) return;
    this.#begunAtMs = performance.now();
    this.bytes = 0;
    this.isHeadDone = false;
    this.#first = EMPTY;
    this.#held = EMPTY;
    this.#isPassing = false;
  }

  /** True while a kept connection has brought nothing for the request on it. An empty write comes to the kernel over plain TCP only. */
  get #mayBeUnread(): boolean {
    return this.#isReused && this.bytes === 0 && !(this.#socket instanceof TLSSocket);
  }

  /**
   * A target that ends a kept connection instead of replying had ended it before the request came, or has read the request and dropped it: the
   * one is nobody's fault, the other an app that fails on it. Its kernel tells them apart. To what comes after the close it answers with a
   * reset; what was read before the close is left at that. An empty write puts nothing on the wire, and fails when there was a reset: then the
   * socket ends with an error of the syscall `write`. Otherwise the end is passed on. A network without such resets makes it look as if the
   * app had failed, never the other way round.
   */
  #askKernel(passOn: () => void): void {
    this.#socket.write('', (error) => {
      if (error) return;
      const leftMs = this.#begunAtMs + ROUND_TRIP_MS - performance.now();
      if (leftMs > 0) setTimeout(() => this.#askKernel(passOn), leftMs);
      else passOn();
    });
  }

  #take(chunk: Buffer): Buffer {
    if (this.problem !== null) return EMPTY;
    const earlierBytes = this.bytes;
    if (earlierBytes === 0) this.#first = chunk;
    else if (earlierBytes < FIRST_BYTES) this.#first = Buffer.concat([this.#first, chunk]);
    this.bytes += chunk.length;
    if (!this.isHeadDone && earlierBytes > MAX_HEAD_BYTES) return this.#end('head too long');
    if (this.bytes > MAX_WIRE_BYTES) return this.#end('too long');
    if (this.#isPassing) return chunk;
    if (this.#held.length > 0) return this.#findFinalReply(Buffer.concat([this.#held, chunk]));
    return isFinalReply(chunk) ? this.#pass(chunk) : this.#findFinalReply(chunk);
  }

  /** Drops complete interim replies from the front; holds back what cannot be told yet. */
  #findFinalReply(pending: Buffer): Buffer {
    for (let bytes = pending; ; ) {
      const start = bytes.toString('latin1', 0, STATUS_LINE_START_BYTES);
      const status = /^HTTP\/1\.\d (\d{3})/.exec(start)?.[1];
      if (status === undefined) {
        if (bytes.length < STATUS_LINE_START_BYTES && 'HTTP/'.startsWith(start.slice(0, 5))) return this.#hold(bytes);
        return start.startsWith('HTTP/') ? this.#end('status line') : this.#pass(bytes);
      }
      if (status === '101') return this.#end('upgrade');
      if (!/^[1-5]/.test(status)) return this.#end('status');
      if (!status.startsWith('1')) return this.#pass(bytes);
      const end = bytes.indexOf('\r\n\r\n');
      if (end === -1) return this.#hold(bytes);
      bytes = bytes.subarray(end + 4);
    }
  }

  #hold(bytes: Buffer): Buffer {
    this.#held = bytes;
    return EMPTY;
  }

  #pass(bytes: Buffer): Buffer {
    this.#held = EMPTY;
    this.#isPassing = true;
    return bytes;
  }

  #end(problem: ReplyProblem): Buffer {
    this.problem = problem;
    this.#held = EMPTY;
    this.#socket.destroy();
    return EMPTY;
  }
}

/** The usual case told without a string: `HTTP/1.` and a status from 200 to 599. The parser sees to the rest. */
function isFinalReply(bytes: Buffer): boolean {
  const status = bytes[9] ?? 0;
  const isHttp1 = bytes[0] === 0x48 && bytes[4] === 0x2f && bytes[5] === 0x31 && bytes[6] === 0x2e && bytes[8] === 0x20;
  return bytes.length >= STATUS_LINE_START_BYTES && isHttp1 && status >= 0x32 && status <= 0x35;
}
