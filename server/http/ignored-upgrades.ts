import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { answerSocket } from './answer-socket.js';

/** Node hands over a thousand headers at most; what a request had beyond them is not known, its length perhaps. */
const MOST_RAW_HEADERS = 2_000;

/** A connection, as far as an offer of another protocol has to know it. */
interface Line {
  /** Of the newest request; answers leave in order. */
  answer: ServerResponse | null;
  /** Headers of the next request as they were sent. */
  asSent: string[] | null;
}

/** Whether a request asks for the one protocol that is spoken here besides HTTP/1.1. */
export function asksForWebSocket({ method, headers }: IncomingMessage): boolean {
  return method === 'GET' && headers.upgrade?.trim().toLowerCase() === 'websocket';
}

/**
 * Serves requests that offer another protocol as if they did not, which RFC 9110, 7.8, leaves to the server: Java's `HttpClient` offers h2c
 * with every plain request. Node takes the connection out of its hands at such a request as soon as anybody listens for upgrades, and
 * one that nobody listens for costs whatever came in the same packet behind it. So the request is given back to the server, as a connection
 * that begins with it, without what makes it an offer.
 */
export class IgnoredUpgrades {
  readonly #lines = new WeakMap<Duplex, Line>();
  readonly #waiting = new Set<Duplex>();

  /** Every request passes here. */
  watch(handle: RequestListener): RequestListener {
    return (request, response) => {
      const line = this.#lineOf(request.socket);
      line.answer = response;
      if (line.asSent !== null) {
        request.rawHeaders = line.asSent;
        line.asSent = null;
      }
      handle(request, response);
    };
  }

  /** Gives back a request that came as an upgrade; `head` is what came behind its head. */
  serve(server: Server, request: IncomingMessage, socket: Socket, head: Buffer): void {
    const { rawHeaders } = request;
    if (rawHeaders.length >= MOST_RAW_HEADERS) {
      answerSocket(socket, 431);
      return;
    }
    const line = this.#lineOf(socket);
    if (line.asSent !== null) {
      // Given back before, and an offer to Node's parser again: it would go round and round.
      answerSocket(socket, 400);
      return;
    }
    socket.unshift(Buffer.concat([writeHead(request), head]));
    this.afterAnswer(socket, () => {
      line.asSent = rawHeaders;
      takeOffListeners(socket);
      server.emit('connection', socket);
    });
  }

  /** Connections that wait for an earlier answer belong to no request, so the server does not know them. */
  cut(): void {
    for (const socket of this.#waiting) socket.destroy();
  }

  /**
   * Runs something with a connection in its turn: an earlier request of it, of which all has come, may not be answered yet. Not at all when
   * the connection ends with that answer.
   */
  afterAnswer(socket: Duplex, run: () => void): void {
    const { answer } = this.#lineOf(socket);
    if (answer === null || answer.closed || !answer.req.complete) {
      run();
      return;
    }
    if (this.#waiting.has(socket)) return;
    this.#waiting.add(socket);
    answer.once('close', () => {
      this.#waiting.delete(socket);
      if (!socket.destroyed && socket.writable) run();
    });
  }

  #lineOf(socket: Duplex): Line {
    const known = this.#lines.get(socket);
    if (known) return known;
    const line: Line = { answer: null, asSent: null };
    this.#lines.set(socket, line);
    return line;
  }
}

/** The head as it came, without the offer. */
function writeHead({ method, url, httpVersion, rawHeaders }: IncomingMessage): Buffer {
  const lines = [`${method} ${url} HTTP/${httpVersion}`];
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const [name = '', value = ''] = rawHeaders.slice(index, index + 2);
    const title = name.toLowerCase();
    // Node's parser takes an offer from either of the two, but never without this one.
    if (title === 'upgrade') continue;
    const kept = title === 'connection' || title === 'proxy-connection' ? withoutUpgrade(value) : value;
    lines.push(`${name}: ${kept}`);
  }
  return Buffer.from([...lines, '', ''].join('\r\n'), 'latin1');
}

function withoutUpgrade(options: string): string {
  const kept = options.split(',').filter((option) => option.trim().toLowerCase() !== 'upgrade');
  return kept.join(',');
}

/** What the server put on the connection for the requests before, as far as it does not take it off itself when a protocol changes. */
function takeOffListeners(socket: Socket): void {
  socket.setTimeout(0);
  socket.removeAllListeners('pause');
  socket.removeAllListeners('resume');
  socket.removeAllListeners('error');
}
