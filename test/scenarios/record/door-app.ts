import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import { listenOnLoopback } from '../../support/listen-on-loopback.js';

export interface DoorOptions {
  /** Checks signatures with it; left out, nothing is checked. */
  secret?: string;
  /** How a webhook with another signature is answered; default 401. */
  forged?: number;
  /** Each webhook is answered with 503 that many times before it is taken. */
  refusals?: number;
}

export interface DoorApp {
  url: string;
  close(): Promise<void>;
}

/** An app that takes webhooks of both providers and has a page to come back to: it knows no orders, so it takes payments that it did not ask for. */
export async function createDoorApp({ secret, forged = 401, refusals = 0 }: DoorOptions = {}): Promise<DoorApp> {
  const seen = new Map<string, number>();
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://app');
    const body = await readText(request).catch(() => null);
    // The connection broke: nobody waits for an answer.
    if (body === null) return;
    const answer = (status: number, text = '') => response.writeHead(status, { 'content-type': 'text/html' }).end(text);
    if (request.method === 'GET') return answer(pathname === '/thanks' ? 200 : 404, '<title>Thanks</title>Come again');
    if (secret !== undefined && !isGenuine(request, body, secret)) return answer(forged);
    const times = seen.get(body) ?? 0;
    seen.set(body, times + 1);
    return times < refusals ? answer(503) : answer(204);
  });
  const { url, close } = await listenOnLoopback(server);
  return { url, close };
}

async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

function isGenuine({ headers }: IncomingMessage, body: string, secret: string): boolean {
  const expected = createHmac('sha256', secret).update(`${headers['x-timestamp']}${body}`).digest();
  const given = Buffer.from(String(headers['x-signature']), 'hex');
  return given.length === expected.length && timingSafeEqual(given, expected);
}
