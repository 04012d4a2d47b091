import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import express, { type NextFunction, type Request, type Response } from 'express';
import { listenOnLoopback } from './listen-on-loopback.js';
import { checkPayIn, createPayLink } from './secpaid-client.js';
import { readSecPaidNotice } from './secpaid-notice.js';
import { createIntent } from './securepayapi-client.js';
import { applySecurePayApiEvent, type SecurePayApiEvent } from './securepayapi-event.js';
import { DEFAULT_PAID_STATUSES, requireSetting, type Shop, type ShopConfig } from './shop-config.js';
import { createShopState } from './shop-state.js';

/**
 * A shop on Express 5 that integrates both providers the way their pages show it: forms to SecPaid, and the documented verifier over the
 * re-serialised body for SecurePayAPI. Amounts at `/buy/*` are in the provider's own unit: euros for SecPaid, US cents for SecurePayAPI.
 */
export async function createExpressShop(initial: Partial<ShopConfig> = {}): Promise<Shop> {
  const config = { ...initial };
  const orders = createShopState();
  const app = express();
  app.use(express.json(), express.urlencoded({ extended: true }));

  app.post('/buy/secpaid', async (req, res) => {
    const amountMinor = readAmountMinor(req.body, 100);
    if (amountMinor === undefined) return void res.status(400).json({ error: 'amount: euros above 0' });
    const order = orders.open('secpaid', amountMinor, 'EUR');
    const { payId, payLink } = await createPayLink(config, order, listening.url, 'form');
    orders.attachPayment(order, payId);
    res.status(201).json({ orderId: order.id, payLink, payId });
  });

  app.post('/buy/securepayapi', async (req, res) => {
    const amountMinor = readAmountMinor(req.body, 1);
    if (amountMinor === undefined) return void res.status(400).json({ error: 'amount: US cents above 0' });
    const order = orders.open('securepayapi', amountMinor, 'USD');
    const { intentId, clientSecret } = await createIntent(config, amountMinor, order.id);
    orders.attachPayment(order, intentId);
    res.status(201).json({ orderId: order.id, intentId, clientSecret });
  });

  app.get('/orders/:id', (req, res) => {
    const order = orders.find(req.params.id);
    if (!order) return void res.status(404).json({ error: 'no such order' });
    res.json(orders.view(order));
  });

  app.post('/webhooks/securepayapi', (req, res) => {
    if (!isValidWebhook(req, requireSetting(config, 'securepayapiSecret'))) {
      return void res.status(401).json({ error: 'the signature does not match' });
    }
    applySecurePayApiEvent(orders, req.body as SecurePayApiEvent, config.paidStatuses ?? DEFAULT_PAID_STATUSES);
    res.status(config.acknowledgeWith ?? 204).end();
  });

  app.post('/webhooks/secpaid', async (req, res) => {
    const notice = readSecPaidNotice(req.body, config.encryptionKey);
    if (!notice) return void res.status(400).json({ error: 'not a SecPaid notice' });
    const order = orders.findByPayment(notice.payId);
    if (!order) return void res.status(404).json({ error: 'no order waits for this payment' });
    const event = { source: 'webhook', status: notice.status } as const;
    if (notice.status === 'success') {
      if ((await checkPayIn(config, order, 'form')) !== 'paid') {
        orders.note(order, { ...event, reason: 'SecPaid knows of no such payment' }, 'refused');
        return void res.status(409).json({ error: 'SecPaid does not confirm this payment' });
      }
      orders.fulfil(order, event);
    } else {
      orders.note(order, event);
    }
    res.status(200).end();
  });

  app.get('/checkout/callback', async (req, res) => {
    const { pay_id: payId, status } = req.query;
    const order = typeof payId === 'string' ? orders.findByPayment(payId) : undefined;
    if (!order || status !== 'success') {
      if (order && status === 'cancel') orders.note(order, { source: 'callback', status: 'cancel' });
      return res.redirect('/cart');
    }
    const verdict = await checkPayIn(config, order, 'form');
    if (verdict === 'paid') orders.fulfil(order, { source: 'callback', status: 'success' });
    else if (verdict === 'pending') orders.note(order, { source: 'callback', status: 'pending' });
    else orders.note(order, { source: 'callback', status: 'success', reason: 'SecPaid knows of no such payment' }, 'refused');
    res.redirect(verdict === 'absent' ? '/cart' : `/order/confirmation?order=${order.id}`);
  });

  app.get('/order/confirmation', (req, res) => {
    const order = orders.find(String(req.query.order));
    if (!order) return void res.status(404).type('text').send('No such order.');
    res
      .type('text')
      .send(order.status === 'paid' ? `Thank you. Order ${order.id} is paid.` : `Order ${order.id} awaits its payment.`);
  });
  app.get('/cart', (_req, res) => void res.type('text').send('Your cart is as you left it.'));

  app.use((error: unknown, _req: Request, res: Response, _next: NextFunction) => {
    const status = (error as { status?: number }).status ?? 502;
    res.status(status).json({ error: error instanceof Error ? error.message : String(error) });
  });

  const listening = await listenOnLoopback(createServer(app));
  return {
    url: listening.url,
    orders,
    configure: (changes) => void Object.assign(config, changes),
    close: listening.close,
  };
}

/** The verifier of doc.securepayapi.com/webhooks, plain comparison and re-serialised body included: it is what shops run. */
function isValidWebhook(req: Request, secret: string): boolean {
  const timestamp = req.headers['x-timestamp'];
  const expected = createHmac('sha256', secret)
    .update(timestamp + JSON.stringify(req.body))
    .digest('hex');
  return expected === req.headers['x-signature'];
}

function readAmountMinor(body: unknown, minorPerUnit: number): number | undefined {
  const amount = Number((body as { amount?: unknown } | undefined)?.amount);
  const amountMinor = Math.round(amount * minorPerUnit);
  return Number.isSafeInteger(amountMinor) && amountMinor > 0 ? amountMinor : undefined;
}
