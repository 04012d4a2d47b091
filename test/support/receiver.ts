import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { listenOnLoopback } from './listen-on-loopback.js';
import { performReply, type Reply } from './receiver-reply.js';
import { createWaitList } from './wait-list.js';
import { describeEvent } from './webhook-event-name.js';

export type { Reply } from './receiver-reply.js';

/** One request as it came in, recorded before anything is answered. */
export interface ReceivedRequest {
  /** From 1, in order of arrival. */
  number: number;
  method: string;
  /** Path and query as on the request line. */
  url: string;
  /** Original case and order, repeated names kept. */
  headers: [name: string, value: string][];
  body: Buffer;
  /** False when the connection ended before the whole body was here. */
  isComplete: boolean;
  /** `<payment id> <status>` as read from the body; what attempts of one event have in common. */
  event: string;
  receivedAtMs: number;
  /** All values of a header, whatever its case. */
  header(name: string): string | undefined;
}

/** A reply, or a function that decides per request; an async one holds the reply until the test lets go of it. */
export type ReplyRule = Reply | ((request: ReceivedRequest) => Reply | Promise<Reply>);

export interface Receiver {
  url: string;
  requests: readonly ReceivedRequest[];
  /** How every request is answered from now on, unless `replyNext` has something for it. Default: 204 at once. */
  replyWith(rule: ReplyRule): void;
  /** One rule for each of the next requests, in order of arrival. */
  replyNext(...rules: ReplyRule[]): void;
  /** How many requests carried each event. */
  countByEvent(): Record<string, number>;
  /** The first `count` requests, as soon as that many have arrived. */
  waitForRequests(count: number, timeoutMs?: number): Promise<ReceivedRequest[]>;
  /** The first request that fits, which may already be here. */
  waitFor(predicate: (request: ReceivedRequest) => boolean, timeoutMs?: number): Promise<ReceivedRequest>;
  /** Forgets what was recorded; rules stay. */
  clear(): void;
  close(): Promise<void>;
}

/** Starts an endpoint on loopback that writes down every request and answers what it is told. */
export async function createReceiver(initial: ReplyRule = {}): Promise<Receiver> {
  const requests: ReceivedRequest[] = [];
  const waitList = createWaitList();
  const queue: ReplyRule[] = [];
  const timers = new Set<NodeJS.Timeout>();
  let rule = initial;
  let arrivals = 0;

  async function handle(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    arrivals += 1;
    const number = arrivals;
    const { body, isComplete } = await readBody(incoming);
    const request = buildRequest(number, incoming, body, isComplete);
    requests.push(request);
    const chosen = queue.shift() ?? rule;
    waitList.recheck();
    const reply = typeof chosen === 'function' ? await chosen(request) : chosen;
    if (!reply.delayMs) return performReply(response, reply);
    const timer = setTimeout(() => {
      timers.delete(timer);
      performReply(response, reply);
    }, reply.delayMs);
    timers.add(timer);
  }

  const server = createServer((incoming, response) => {
    handle(incoming, response).catch((error: unknown) => {
      response.writeHead(500);
      response.end(String(error));
    });
  });
  // It runs in the process that sends. When that stands still for 5 s, the timer of a kept connection comes before the request lying in it,
  // which is dropped unread: rightly told as a reset, and not what these tests are about.
  server.keepAliveTimeout = 0;
  const listening = await listenOnLoopback(server);
  const listArrived = () =>
    `${requests.length} requests arrived: ${requests.map((request) => request.event).join(', ') || 'none'}`;

  return {
    url: listening.url,
    requests,
    replyWith: (next) => {
      rule = next;
    },
    replyNext: (...rules) => {
      queue.push(...rules);
    },
    countByEvent: () => {
      const counts: Record<string, number> = {};
      for (const { event } of requests) counts[event] = (counts[event] ?? 0) + 1;
      return counts;
    },
    waitForRequests: (count, timeoutMs) =>
      waitList.until(() => (requests.length >= count ? requests.slice(0, count) : undefined), listArrived, timeoutMs),
    waitFor: (predicate, timeoutMs) => waitList.until(() => requests.find(predicate), listArrived, timeoutMs),
    clear: () => {
      requests.length = 0;
    },
    close: async () => {
      for (const timer of timers) clearTimeout(timer);
      waitList.giveUp('the receiver was closed');
      await listening.close();
    },
  };
}

function readBody(incoming: IncomingMessage): Promise<{ body: Buffer; isComplete: boolean }> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('error', () => {});
    incoming.on('close', () => resolve({ body: Buffer.concat(chunks), isComplete: incoming.complete }));
    incoming.on('end', () => resolve({ body: Buffer.concat(chunks), isComplete: true }));
  });
}

function buildRequest(number: number, incoming: IncomingMessage, body: Buffer, isComplete: boolean): ReceivedRequest {
  const raw = incoming.rawHeaders;
  const headers: [string, string][] = [];
  for (let index = 0; index < raw.length; index += 2) headers.push([raw[index] ?? '', raw[index + 1] ?? '']);
  return {
    number,
    method: incoming.method ?? '',
    url: incoming.url ?? '',
    headers,
    body,
    isComplete,
    event: describeEvent(body.toString('utf8')),
    receivedAtMs: Date.now(),
    header: (name) => {
      const values = headers.filter(([key]) => key.toLowerCase() === name.toLowerCase()).map(([, value]) => value);
      return values.length > 0 ? values.join(', ') : undefined;
    },
  };
}
