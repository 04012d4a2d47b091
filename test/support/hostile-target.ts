import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { hostileTexts, toWellFormed } from './hostile-strings.js';

export interface HostileTarget {
  url: string;
  close(): Promise<void>;
}

/** Header values end at a line end, and so would the answer. */
const toLine = (text: string) => toWellFormed(text).replace(/[\r\n\0]/g, ' ');

/** An app under test whose every answer is an attack: status text, header names and values, redirect targets, bodies. */
export async function createHostileTarget(texts: readonly string[] = hostileTexts): Promise<HostileTarget> {
  let count = 0;
  const server = createServer((socket) => {
    let read = '';
    socket.setEncoding('latin1');
    socket.on('error', () => socket.destroy());
    socket.on('data', (chunk) => {
      read += chunk;
      const headEnd = read.indexOf('\r\n\r\n');
      const length = Number(/content-length: *(\d+)/i.exec(read)?.[1] ?? 0);
      if (headEnd === -1 || read.length < headEnd + 4 + length) return;
      socket.end(buildAnswer(texts, count++));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

function buildAnswer(texts: readonly string[], number: number): string {
  const text = texts[number % texts.length] ?? '';
  const body = number % 2 === 0 ? text : JSON.stringify({ [text]: text });
  const isRedirect = number % 5 === 4;
  return [
    `HTTP/1.1 ${isRedirect ? 302 : number % 3 === 0 ? 200 : 204 + (number % 2) * 196} ${toLine(text)}`,
    ...(isRedirect ? [`Location: ${toLine(text)}`] : []),
    `X-<script>: ${toLine(text)}`.replace(/[<>]/g, '!'),
    `X-Hostile: ${toLine(text)}`,
    `Content-Type: text/html; charset=${toLine(text).replace(/[;,]/g, ' ')}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
    '',
    body,
  ].join('\r\n');
}
