import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { listenOnLoopback } from '../support/listen-on-loopback.js';

/** A delivery as a receiver sees it. */
export interface Seen {
  timestamp: string;
  signature: string | undefined;
  body: Buffer;
  headers: IncomingMessage['headers'];
  request: IncomingMessage;
}

/** What a receiver does in place of the right thing. */
export interface Habit {
  /** The signature that it works out. */
  expect?(seen: Seen, secret: string): string;
  /** Decides alone, in place of comparing. */
  accept?(seen: Seen, secret: string, count: number): boolean;
  /** Writes the answer by itself; undefined: it does not. */
  answer?(isAccepted: boolean, response: ServerResponse, seen: Seen): void;
}

export interface VerifyingReceiver {
  url: string;
  /** How many requests came. */
  count(): number;
  close(): Promise<void>;
}

export const hmac = (secret: string | Buffer, ...parts: (string | Buffer)[]) => {
  const made = createHmac('sha256', secret);
  for (const part of parts) made.update(part);
  return made;
};

/** Starts an app that verifies deliveries, in its own way. */
export async function startVerifier(secret: string, habit: Habit = {}): Promise<VerifyingReceiver> {
  let count = 0;
  const server = createServer((request, response) => {
    void readBody(request).then((body) => {
      count += 1;
      const { headers } = request;
      const timestamp = String(headers['x-timestamp']);
      const seen: Seen = { timestamp, signature: headers['x-signature']?.toString(), body, headers, request };
      const expected = () => habit.expect?.(seen, secret) ?? hmac(secret, timestamp, body).digest('hex');
      const isAccepted = habit.accept?.(seen, secret, count) ?? seen.signature === expected();
      if (habit.answer) return habit.answer(isAccepted, response, seen);
      response.writeHead(isAccepted ? 204 : 401).end();
    });
  });
  const { url, close } = await listenOnLoopback(server);
  return { url: `${url}/webhooks`, count: () => count, close };
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
