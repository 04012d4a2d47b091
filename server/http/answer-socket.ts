import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { SECURITY_HEADERS } from './security-headers.js';

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
}
