import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { listenOnLoopback } from './listen-on-loopback.js';

/** An app that takes signed events and says what it made of each order. */
export interface CheckedApp {
  /** Where it takes events. */
  endpoint: string;
  /** Where it says what it made of an order. */
  probe: string;
  /** Answers nothing from now on, until it is closed. */
  stall(): void;
  /** Resolves when that many events have arrived. */
  whenAsked(count: number): Promise<void>;
  close(): Promise<void>;
}

interface CheckedAppOptions {
  secret: string;
  /** Takes whatever comes. */
  isTrusting?: boolean;
  /** The word for paid that it knows. Default `SUCCEEDED`. */
  paidWord?: string;
  /** What it answers to an event that it refuses. */
  refusal?: string;
}

const FRESH_SECONDS = 300;

/** Starts one on a port of its own. */
export async function startCheckedApp({
  secret,
  isTrusting = false,
  refusal = '',
  paidWord = 'SUCCEEDED',
}: CheckedAppOptions): Promise<CheckedApp> {
  const counts = new Map<string, number>();
  const seen = new Set<string>();
  const waiting: (() => void)[] = [];
  let isStalled = false;
  let asked = 0;

  function takeEvent(request: IncomingMessage, response: ServerResponse, body: Buffer): void {
    asked++;
    for (const look of waiting) look();
    if (isStalled) return;
    if (!isTrusting && !isGenuine(request, body)) return void response.writeHead(401).end(refusal);
    const event = readJson(body);
    if (typeof event !== 'object' || event === null) return void response.writeHead(400).end();
    const { uuid, externalid, status } = event as Record<string, unknown>;
    // All events of one try share a uuid.
    const key = `${uuid} ${status}`;
    const isNew = !seen.has(key);
    seen.add(key);
    if (isNew && status === paidWord) counts.set(String(externalid), (counts.get(String(externalid)) ?? 0) + 1);
    response.writeHead(204).end();
  }

  function isGenuine({ headers }: IncomingMessage, body: Buffer): boolean {
    const timestamp = String(headers['x-timestamp'] ?? '');
    const expected = createHmac('sha256', secret).update(timestamp).update(body).digest();
    const received = Buffer.from(String(headers['x-signature'] ?? ''), 'hex');
    const isFresh = Math.abs(Date.now() / 1_000 - Number(timestamp)) <= FRESH_SECONDS;
    return received.length === expected.length && timingSafeEqual(received, expected) && isFresh;
  }

  const server = createServer((request, response) => {
    const order = /^\/orders\/([^/]+)$/.exec(request.url ?? '')?.[1];
    if (order !== undefined) {
      const count = counts.get(decodeURIComponent(order)) ?? 0;
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ paid: count > 0, count }));
      return;
    }
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('error', () => {});
    request.on('end', () => takeEvent(request, response, Buffer.concat(chunks)));
  });
  const { url, close } = await listenOnLoopback(server);
  return {
    endpoint: `${url}/webhooks`,
    probe: `${url}/orders/{externalid}`,
    stall: () => {
      isStalled = true;
    },
    whenAsked: (count) =>
      new Promise((resolve) => {
        const look = () => asked >= count && resolve();
        waiting.push(look);
        look();
      }),
    close,
  };
}

function readJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return null;
  }
}
