import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import { listenOnLoopback } from '../listen-on-loopback.js';
import type { ScenarioTarget, TargetParts } from '../play-scenarios.js';
import { SecPaidAccess } from './secpaid-access.js';
import type { Has, SecPaidBug } from './secpaid-bugs.js';
import { type ShopOrder, ShopOrders } from './secpaid-orders.js';
import { SecPaidWebhooks } from './secpaid-webhooks.js';

interface Answer {
  status: number;
  value?: object;
  text?: string;
  location?: string;
}

/** What a customer buys with. `order`: another link for the same order. */
interface Purchase {
  amount: number;
  order?: string;
  cancellable?: boolean;
  recipients?: { token: string; share: number }[];
}

/**
 * The app that the ready scenarios of SecPaid speak of: `POST /buy/secpaid`, `POST /webhooks/secpaid`, `GET /checkout/callback`,
 * `GET /orders/:id`, `POST /orders/:id/refund`, and `POST /jobs/reconcile` for what it does once a day.
 * @param bug the one thing that it does wrong.
 * @param pauseMs how long it takes before it answers the next request, real ms.
 */
export async function startSecPaidShop(
  { stageUrl, keys, nowMs, port }: TargetParts,
  bug: SecPaidBug | null,
  pauseMs: () => number = () => 0,
): Promise<ScenarioTarget> {
  const has: Has = (name) => name === bug;
  const access = new SecPaidAccess(`${stageUrl}/secpaid`, keys.token ?? '', has);
  const orders = new ShopOrders(access, nowMs, has);
  const webhooks = new SecPaidWebhooks(orders, keys.encryptionKey ?? '', has);

  const server = createServer(async (request, response) => {
    // Whoever hangs up in the middle needs no answer.
    const answer = await route(request, response).catch(() => null);
    await setTimeout(pauseMs());
    if (answer === null || response.writableEnded || response.destroyed) return;
    const { status, value, text, location } = answer;
    response.writeHead(status, {
      ...(value ? { 'content-type': 'application/json' } : text ? { 'content-type': 'text/plain' } : {}),
      ...(location ? { location } : {}),
    });
    response.end(value ? JSON.stringify(value) : text);
  });

  async function route(request: IncomingMessage, response: ServerResponse): Promise<Answer> {
    const { pathname, searchParams: query } = new URL(request.url ?? '', 'http://shop');
    if (pathname === '/webhooks/secpaid') {
      const status = await webhooks.receive(request, response);
      return status === 200 && has('answers-302') ? { status: 302, location: '/cart' } : { status };
    }
    if (pathname === '/checkout/callback') {
      const location = await orders.takeReturn(query.get('pay_id') ?? '', query.get('status') ?? '');
      return { status: 302, location };
    }
    if (pathname === '/cart') return { status: 200, text: 'Your cart is as you left it.' };
    if (pathname === '/error') return { status: 500, text: 'There is no such payment.' };
    if (pathname === '/order/confirmation') return confirm(orders.find(query.get('order') ?? ''));
    if (pathname === '/buy/secpaid') return buy(await readJson<Purchase>(request));
    if (pathname === '/jobs/reconcile') {
      await orders.reconcile();
      return { status: 204 };
    }
    const [, id = '', isRefund] = /^\/orders\/([^/]+)(\/refund)?$/.exec(pathname) ?? [];
    const order = orders.find(id);
    if (!order) return { status: 404 };
    return isRefund ? refund(order, (await readJson<{ amount: number }>(request)).amount) : { status: 200, value: order };
  }

  async function buy({ amount, order: id, cancellable = true, recipients }: Purchase): Promise<Answer> {
    const order = orders.find(id ?? '') ?? orders.open(Math.round(amount * 100));
    // Webhook and browser come to the addresses that are saved at SecPaid.
    const fields = { amount, recipient_note: order.id, cancellable, ...(recipients ? { recipients } : {}) };
    const link = await access.createLink(fields);
    if ('message' in link && !has('sells-without-link')) return { status: 503, value: { error: 'this cannot be paid now' } };
    if ('id' in link) order.payIds.push(link.id);
    if (has('ships-at-checkout')) orders.ship(order);
    return { status: 201, value: { orderId: order.id, ...('id' in link ? { payLink: link.payLink } : {}) } };
  }

  async function refund(order: ShopOrder, amount: number): Promise<Answer> {
    const refusal = await access.requestRefund(order.payIds.at(-1) ?? '', amount);
    if (refusal) return { status: 502, value: { error: refusal.message } };
    if (has('asked-is-refunded')) order.refunded = amount;
    return { status: 202, value: { refunded: order.refunded } };
  }

  const { url, close } = await listenOnLoopback(server, port);
  return { url, close };
}

function confirm(order: ShopOrder | undefined): Answer {
  if (!order) return { status: 404, text: 'No such order.' };
  const { id, paid } = order;
  return { status: 200, text: paid ? `Thank you. Order ${id} is paid.` : `Order ${id} awaits its payment.` };
}

async function readJson<T>(request: IncomingMessage): Promise<T> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer);
  return JSON.parse(Buffer.concat(pieces).toString('utf8')) as T;
}
