import { createHmac, timingSafeEqual } from 'node:crypto';
import fastify, { type FastifyInstance, type FastifyRequest } from 'fastify';
import { checkPayIn, createPayLink } from './secpaid-client.js';
import { readSecPaidNotice } from './secpaid-notice.js';
import { createIntent } from './securepayapi-client.js';
import { applySecurePayApiEvent, type SecurePayApiEvent } from './securepayapi-event.js';
import { DEFAULT_PAID_STATUSES, requireSetting, type Shop, type ShopConfig } from './shop-config.js';
import { createShopState, type ShopState } from './shop-state.js';

/**
 * A shop on Fastify 5 that verifies the bytes as they came and compares in constant time, talks JSON to SecPaid, and offers the same
 * addresses as the Express shop.
 */
export async function createRawBodyShop(initial: Partial<ShopConfig> = {}): Promise<Shop> {
  const config = { ...initial };
  const orders = createShopState();
  const app = fastify({ forceCloseConnections: true });
  app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, text, done) => {
    done(null, Object.fromEntries(new URLSearchParams(text.toString())));
  });
  app.setErrorHandler<Error & { statusCode?: number }>((error, _request, reply) => {
    return reply.code(error.statusCode ?? 502).send({ error: error.message });
  });
  let url = '';

  app.get<{ Params: { id: string } }>('/orders/:id', (request, reply) => {
    const order = orders.find(request.params.id);
    return order ? reply.send(orders.view(order)) : reply.code(404).send({ error: 'no such order' });
  });
  addSecPaid(app, config, orders, () => url);
  addSecurePayApi(app, config, orders);

  url = await app.listen({ host: '127.0.0.1', port: 0 });
  return {
    url,
    orders,
    configure: (changes) => void Object.assign(config, changes),
    close: () => app.close(),
  };
}

function addSecPaid(app: FastifyInstance, config: Partial<ShopConfig>, orders: ShopState, getUrl: () => string): void {
  const body = { type: 'object', required: ['amount'], properties: { amount: { type: 'number', exclusiveMinimum: 0 } } } as const;
  app.post<{ Body: { amount: number } }>('/buy/secpaid', { schema: { body } }, async (request, reply) => {
    const order = orders.open('secpaid', Math.round(request.body.amount * 100), 'EUR');
    const { payId, payLink } = await createPayLink(config, order, getUrl(), 'json');
    orders.attachPayment(order, payId);
    return reply.code(201).send({ orderId: order.id, payLink, payId });
  });

  app.post('/webhooks/secpaid', async (request, reply) => {
    const notice = readSecPaidNotice(request.body, config.encryptionKey);
    const order = notice && orders.findByPayment(notice.payId);
    if (!order) return reply.code(404).send({ error: 'no order waits for this payment' });
    const event = { source: 'webhook', status: notice.status } as const;
    if (notice.status !== 'success') orders.note(order, event);
    else if ((await checkPayIn(config, order, 'json')) === 'paid') orders.fulfil(order, event);
    else {
      orders.note(order, { ...event, reason: 'SecPaid knows of no such payment' }, 'refused');
      return reply.code(409).send({ error: 'SecPaid does not confirm this payment' });
    }
    return reply.code(200).send();
  });

  // This shop lets the notice move the order; the redirect only chooses the page.
  app.get<{ Querystring: { pay_id?: string; status?: string } }>('/checkout/callback', (request, reply) => {
    const order = orders.findByPayment(String(request.query.pay_id));
    const isSuccess = order !== undefined && request.query.status === 'success';
    return reply.redirect(isSuccess ? `/order/confirmation?order=${order.id}` : '/cart');
  });
  app.get<{ Querystring: { order?: string } }>('/order/confirmation', (request, reply) => {
    const order = orders.find(String(request.query.order));
    if (!order) return reply.code(404).send('No such order.');
    return reply.send(
      order.status === 'paid' ? `Thank you. Order ${order.id} is paid.` : `Order ${order.id} awaits its payment.`,
    );
  });
  app.get('/cart', (_request, reply) => reply.send('Your cart is as you left it.'));
}

function addSecurePayApi(app: FastifyInstance, config: Partial<ShopConfig>, orders: ShopState): void {
  const body = { type: 'object', required: ['amount'], properties: { amount: { type: 'integer', minimum: 1 } } } as const;
  app.post<{ Body: { amount: number } }>('/buy/securepayapi', { schema: { body } }, async (request, reply) => {
    const order = orders.open('securepayapi', request.body.amount, 'USD');
    const { intentId, clientSecret } = await createIntent(config, order.amountMinor, order.id);
    orders.attachPayment(order, intentId);
    return reply.code(201).send({ orderId: order.id, intentId, clientSecret });
  });

  app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, bytes, done) => done(null, bytes));
    scope.post('/webhooks/securepayapi', async (request, reply) => {
      const secret = requireSetting(config, 'securepayapiSecret');
      const bytes = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      if (!isValidRequest(request, bytes, secret, config)) {
        return reply.code(401).send({ error: 'the signature does not match' });
      }
      const event = readEvent(bytes);
      if (!event) return reply.code(400).send({ error: 'signed, but not a JSON object' });
      applySecurePayApiEvent(orders, event, config.paidStatuses ?? DEFAULT_PAID_STATUSES);
      return reply.code(config.acknowledgeWith ?? 204).send();
    });
  });
}

function isValidRequest(
  request: FastifyRequest,
  bytes: Buffer,
  secret: string,
  { toleranceSeconds = Number.POSITIVE_INFINITY, nowMs = Date.now }: Partial<ShopConfig>,
): boolean {
  const timestamp = String(request.headers['x-timestamp'] ?? '');
  if (!/^\d{1,12}$/.test(timestamp) || Math.abs(nowMs() / 1000 - Number(timestamp)) > toleranceSeconds) return false;
  const expected = Buffer.from(createHmac('sha256', secret).update(timestamp).update(bytes).digest('hex'));
  const given = Buffer.from(String(request.headers['x-signature'] ?? ''));
  return given.length === expected.length && timingSafeEqual(given, expected);
}

function readEvent(bytes: Buffer): SecurePayApiEvent | undefined {
  try {
    const value: unknown = JSON.parse(bytes.toString('utf8'));
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
