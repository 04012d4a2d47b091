import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { SECURITY_HEADERS } from './security-headers.js';

/** A peer that keeps its half of the connection open has so long to read the answer, ms. No timeout of HTTP counts any more. */
const LINGER_MS = 1_000;

/** Answers over a bare socket, where no request handler ever comes into play, and ends the connection. */
export function answerSocket(socket: Duplex, status: number, error?: { code: string; message: string; hint?: string }): void {
  const body = error === undefined ? '' : JSON.stringify({ error });
  const headers = {
    ...SECURITY_HEADERS,
    ...(body === '' ? {} : { 'Content-Type': 'application/json; charset=utf-8' }),
    'Content-Length': Buffer.byteLength(body),
    Connection: 'close',
  };
  const head = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? 'Refused'}\r\n${head.join('')}\r\n${body}`);
  // What the peer still sends is read: to be closed on unread bytes would cost it the answer.
  socket.resume();
  const timer = setTimeout(() => socket.destroy(), LINGER_MS);
  timer.unref();
  socket.once('close', () => clearTimeout(timer));
}
