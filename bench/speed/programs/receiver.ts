/** The app: takes webhooks, answers 204, and notes for each payment what came when. One delivery in fifty has its signature checked. */
import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { STATUSES } from '../workload.js';
import { answerOrders, sharedNowMs } from './answer-orders.js';

const CHECKED_EVERY = 50;

export interface Received {
  webhooks: number;
  /** When the last one came, on the clock that all processes share. */
  lastAtMs: number;
  outOfOrder: number;
  badSignatures: number;
  checkedSignatures: number;
}

interface Arrivals {
  next: number;
  atMs: number[];
}

const payments = new Map<string, Arrivals>();
let received: Received;
let secretKey = '';
let waiting: { count: number; resume(): void } | null = null;
reset();

function reset(): void {
  payments.clear();
  received = { webhooks: 0, lastAtMs: 0, outOfOrder: 0, badSignatures: 0, checkedSignatures: 0 };
}

function take(body: string, timestamp: string, signature: string): void {
  const { externalid, status } = JSON.parse(body) as { externalid: string; status: string };
  const arrivals = payments.get(externalid) ?? { next: 0, atMs: [] };
  payments.set(externalid, arrivals);
  if (STATUSES[arrivals.next] !== status) received.outOfOrder++;
  arrivals.next++;
  received.lastAtMs = sharedNowMs();
  arrivals.atMs.push(received.lastAtMs);
  if (received.webhooks++ % CHECKED_EVERY === 0) {
    received.checkedSignatures++;
    if (createHmac('sha256', secretKey).update(timestamp).update(body).digest('hex') !== signature) received.badSignatures++;
  }
  if (waiting !== null && received.webhooks >= waiting.count) waiting.resume();
}

const server = createServer((request, response) => {
  const pieces: Buffer[] = [];
  request.on('data', (piece: Buffer) => pieces.push(piece));
  request.on('end', () => {
    response.writeHead(204).end();
    const { 'x-timestamp': timestamp, 'x-signature': signature } = request.headers;
    take(Buffer.concat(pieces).toString(), String(timestamp), String(signature));
  });
});
// Longer than any phase: a connection that ends while it is idle would cost a sender one more.
server.keepAliveTimeout = 60_000;

answerOrders({
  url: () => `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhooks`,
  reset: (key: string) => {
    secretKey = key;
    reset();
  },
  /** Resolves when so many have come, or the time is up. */
  wait: ({ count, withinMs }: { count: number; withinMs: number }) =>
    new Promise<Received>((resolve) => {
      const end = () => {
        clearTimeout(timer);
        waiting = null;
        resolve(received);
      };
      const timer = setTimeout(end, withinMs);
      waiting = { count, resume: end };
      if (received.webhooks >= count) end();
    }),
  /** Arrival times by external id, in the order in which they came. */
  arrivals: () => Object.fromEntries([...payments].map(([id, { atMs }]) => [id, atMs])),
});
server.listen(0, '127.0.0.1', () => process.send?.({ ready: true }));
