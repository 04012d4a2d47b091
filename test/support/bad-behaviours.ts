import type { Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import type { WireRequest } from './bad-target.js';

/** What a bad target does with one complete request. */
export type Behaviour = (call: { request: WireRequest; socket: Socket }) => void;

type HeaderLines = readonly (readonly [name: string, value: string])[];

/** A proper reply. The connection stays open unless a header says otherwise. */
export function answer(
  status: number,
  { headers = [], body = '' }: { headers?: HeaderLines; body?: string | Buffer } = {},
): Behaviour {
  const bytes = Buffer.from(body);
  const hasLength = status !== 204 && status !== 304;
  const lines = hasLength ? [...headers, ['Content-Length', String(bytes.length)] as const] : headers;
  return ({ socket }) => {
    socket.write(Buffer.concat([Buffer.from(buildHead(status, lines), 'latin1'), bytes]));
  };
}

/** A redirect; without a location the header is left out. */
export function redirect(status: number, location?: string): Behaviour {
  return answer(status, location === undefined ? {} : { headers: [['Location', location]] });
}

/** Takes the request and stays silent. */
export function neverAnswer(): Behaviour {
  return () => {};
}

/** Answers after a while, as an app that works before it acknowledges. */
export function answerAfter(delayMs: number, behaviour: Behaviour): Behaviour {
  return (call) => {
    const stop = (): void => clearTimeout(timer);
    const timer = setTimeout(() => {
      call.socket.off('close', stop);
      behaviour(call);
    }, delayMs);
    call.socket.once('close', stop);
  };
}

/** A good head, one byte at a time, for ever unless it ends. */
export function dripHead(everyMs: number): Behaviour {
  return drip('', `HTTP/1.1 204 No Content\r\nX-Slow: ${'z'.repeat(10_000)}`, everyMs);
}

/** A status at once, then a body byte by byte. */
export function dripBody(status: number, everyMs: number): Behaviour {
  return drip(buildHead(status, [['Content-Length', '100000']]), 'b'.repeat(100_000), everyMs);
}

/** A body without end, as fast as it is read. */
export function endlessBody(status: number, headers: HeaderLines = []): Behaviour {
  return flood(buildHead(status, headers), Buffer.alloc(64 * 1024, 'e'));
}

/** Exactly these bytes. */
export function raw(bytes: string | Buffer): Behaviour {
  return ({ socket }) => {
    socket.write(Buffer.from(typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes));
  };
}

/** Exactly these bytes, then the end of the connection. */
export function rawThenClose(bytes: string | Buffer): Behaviour {
  return ({ socket }) => {
    socket.end(typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes);
  };
}

/** Exactly these bytes, then a TCP reset once they have left. */
export function rawThenReset(bytes: string): Behaviour {
  return ({ socket }) => {
    // A reset drops what lies unread on the other side, so the bytes get a moment to be read.
    socket.write(Buffer.from(bytes, 'latin1'), () => setTimeout(() => socket.resetAndDestroy(), 20));
  };
}

/** TCP reset instead of a reply. */
export function resetWithoutReply(): Behaviour {
  return ({ socket }) => {
    socket.resetAndDestroy();
  };
}

/** Closes instead of replying. */
export function closeWithoutReply(): Behaviour {
  return ({ socket }) => {
    socket.end();
  };
}

/** Endless pieces after a first one, as fast as they are read. */
export function flood(first: string, piece: Buffer): Behaviour {
  return ({ socket }) => {
    const pour = (): void => {
      while (!socket.destroyed && socket.write(piece));
    };
    socket.write(Buffer.from(first, 'latin1'));
    socket.on('drain', pour);
    pour();
  };
}

/** A reply of 300 kB or so that would inflate to `inflatedBytes`. */
export function gzipBomb(inflatedBytes: number): { behaviour: Behaviour; bytes: Buffer } {
  const bytes = gzipSync(Buffer.alloc(inflatedBytes));
  return { behaviour: answer(200, { headers: [['Content-Encoding', 'gzip']], body: bytes }), bytes };
}

/** Status line and headers with the empty line. */
export function buildHead(status: number, headers: HeaderLines = []): string {
  return `HTTP/1.1 ${status} Whatever\r\n${headers.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`;
}

function drip(first: string, rest: string, everyMs: number): Behaviour {
  return ({ socket }) => {
    if (first !== '') socket.write(first);
    let sent = 0;
    const timer = setInterval(() => {
      if (sent < rest.length) socket.write(rest.charAt(sent++));
    }, everyMs);
    socket.once('close', () => clearInterval(timer));
  };
}
