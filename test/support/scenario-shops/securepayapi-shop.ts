import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import { listenOnLoopback } from '../listen-on-loopback.js';
import type { ScenarioTarget, TargetParts } from '../play-scenarios.js';
import type { Has, SecurePayApiBug } from './securepayapi-bugs.js';
import { type Answer, Checkout } from './securepayapi-checkout.js';
import { type PayloadEvent, ShopOrders } from './securepayapi-orders.js';
import { isGenuine } from './securepayapi-signature.js';

/**
 * The app that the ready scenarios of SecurePayAPI speak of: `POST /buy/securepayapi`, `POST /webhooks/securepayapi`, `GET /orders/:id`, and
 * `POST /orders/:id/done` for what the widget told the page.
 * @param bug the one thing that it does wrong.
 * @param pauseMs how long it takes before it answers the next webhook, real ms.
 */
export async function startSecurePayApiShop(
  { stageUrl, keys, nowMs, port }: TargetParts,
  bug: SecurePayApiBug | null,
  pauseMs: () => number = () => 0,
): Promise<ScenarioTarget> {
  const has: Has = (name) => name === bug;
  const orders = new ShopOrders(nowMs, has);
  const secretKey = keys.secretKey ?? '';
  const checkout = new Checkout({ url: `${stageUrl}/securepayapi`, secretKey }, orders, has);
  const webhooks = new Webhooks(orders, secretKey, nowMs, has);

  const server = createServer(async (request, response) => {
    // Whoever hangs up in the middle needs no answer.
    const answer = await route(request, response).catch(() => null);
    if (answer === null || response.writableEnded || response.destroyed) return;
    response.writeHead(answer.status, answer.value ? { 'content-type': 'application/json' } : {});
    response.end(answer.value ? JSON.stringify(answer.value) : undefined);
  });

  async function route(request: IncomingMessage, response: ServerResponse): Promise<Answer> {
    const path = request.url ?? '';
    if (path === '/webhooks/securepayapi') {
      const status = await webhooks.receive(request, response);
      await setTimeout(pauseMs());
      return { status };
    }
    const body = await readBody(request);
    if (path === '/buy/securepayapi') return checkout.buy((JSON.parse(body.toString()) as { amount: number }).amount);
    const [, id = '', word] = /^\/orders\/([^/]+)(\/done)?$/.exec(path) ?? [];
    const order = orders.find(id);
    if (!order) return { status: 404 };
    // Only a webhook moves goods; the customer is told to wait for it.
    if (word !== undefined && has('believes-the-browser')) orders.ship(order);
    return { status: 200, value: order };
  }

  const { url, close } = await listenOnLoopback(server, port);
  return { url, close };
}

class Webhooks {
  readonly #orders: ShopOrders;
  readonly #secretKey: string;
  readonly #nowMs: () => number;
  readonly #has: Has;
  readonly #trusted = new Set<string | undefined>();
  #isBusy = false;

  constructor(orders: ShopOrders, secretKey: string, nowMs: () => number, has: Has) {
    this.#orders = orders;
    this.#secretKey = secretKey;
    this.#nowMs = nowMs;
    this.#has = has;
  }

  async receive(request: IncomingMessage, response: ServerResponse): Promise<number> {
    const has = this.#has;
    if (has('answers-first')) response.writeHead(204).end();
    if (this.#isBusy) return 503;
    this.#isBusy = has('one-at-a-time') || has('keeps-its-lock');
    if (has('impatient')) void setTimeout(333).then(() => response.writableEnded || response.writeHead(408).end());
    const body = await readBody(request);
    if (has('one-at-a-time')) await setTimeout(400);
    this.#isBusy = false;
    return this.#read(request, body, response);
  }

  async #read({ headers }: IncomingMessage, body: Buffer, response: ServerResponse): Promise<number> {
    const has = this.#has;
    const event = parse(body);
    const isTrusted = has('trusts-known-payments') && this.#trusted.has(event?.id);
    if (!isTrusted && !isGenuine(headers, body, this.#secretKey, this.#nowMs(), has)) return 401;
    if (!event) {
      if (has('crashes-on-bad-json')) response.destroy();
      return 400;
    }
    this.#trusted.add(event.id);
    const status = await this.#orders.take(event, String(headers['x-signature']));
    return status === 204 && has('answers-200') ? 200 : status;
  }
}

function parse(body: Buffer): PayloadEvent | null {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'));
    return typeof value === 'object' && value !== null ? value : null;
  } catch {
    return null;
  }
}

/** @throws Error when the connection ends before the body does. */
async function readBody(request: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer);
  return Buffer.concat(pieces);
}
