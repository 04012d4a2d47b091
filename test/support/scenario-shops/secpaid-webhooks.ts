import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import type { Has } from './secpaid-bugs.js';
import type { ShopOrders } from './secpaid-orders.js';
import { readNotice } from './secpaid-reader.js';

/** Where the shop hears of payments. */
export class SecPaidWebhooks {
  readonly #orders: ShopOrders;
  readonly #encryptionKey: string;
  readonly #has: Has;
  #isBusy = false;

  constructor(orders: ShopOrders, encryptionKey: string, has: Has) {
    this.#orders = orders;
    this.#encryptionKey = encryptionKey;
    this.#has = has;
  }

  /** @returns the HTTP status to answer with. @throws Error when the connection ends before the body does. */
  async receive(request: IncomingMessage, response: ServerResponse): Promise<number> {
    const has = this.#has;
    if (has('answers-first')) response.writeHead(200).end();
    if (this.#isBusy) return 503;
    this.#isBusy = has('one-at-a-time') || has('keeps-its-lock');
    if (has('impatient')) void setTimeout(333).then(() => response.writableEnded || response.writeHead(408).end());
    const pieces: Buffer[] = [];
    for await (const piece of request) pieces.push(piece as Buffer);
    if (has('one-at-a-time')) await setTimeout(400);
    this.#isBusy = false;

    const notice = readNotice(Buffer.concat(pieces), request.headers['content-type'] ?? '', this.#encryptionKey, has);
    if (notice === 'unreadable' && has('acknowledges-the-unreadable')) return 200;
    if (notice === 'unreadable' && has('crashes-on-bad-json')) response.destroy();
    return typeof notice === 'string' ? 400 : this.#orders.take(notice);
  }
}
