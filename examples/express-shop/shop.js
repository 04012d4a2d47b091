// A shop with one product and two ways to pay. Start it with: node --env-file=.env shop.js
import { randomUUID } from 'node:crypto';
import express from 'express';
import { renderHome, renderOrder } from './pages.js';
import { createIntent, createPayLink, isPaidAtSecPaid, isSigned, settings } from './providers.js';

const PRICE_CENTS = 1999;
const port = process.env.PORT || '3000';
const shopUrl = `http://localhost:${port}`;

const orders = new Map();

function openOrder(currency) {
  const order = { id: randomUUID(), amountCents: PRICE_CENTS, currency, paid: false, count: 0, status: 'open' };
  orders.set(order.id, order);
  return order;
}

// Webhooks come more than once, and at the same time as the customer. Whatever costs money happens behind this one check.
function fulfil(order) {
  if (order.paid) return;
  Object.assign(order, { paid: true, count: order.count + 1, status: 'paid' });
  console.log(`Order ${order.id} is paid: sending the goods.`);
}

const readState = ({ id, paid, count, status }) => ({ id, paid, count, status });

const findByPayment = (paymentId) => [...orders.values()].find((order) => order.paymentId === String(paymentId));

const app = express();
// Keep the bytes as they came: a signature is about bytes, and JSON that is parsed and written again may differ.
const keepRawBody = (req, _res, bytes) => Object.assign(req, { rawBody: bytes });
app.use(express.json({ verify: keepRawBody }), express.urlencoded({ extended: true }));

// Programs buy, too: they send or accept JSON, and are told the number of the order instead of being sent somewhere.
const wantsJson = (req) => Boolean(req.is('application/json')) || req.accepts(['html', 'json']) === 'json';

app.get('/', (_req, res) => res.send(renderHome(PRICE_CENTS)));

// A page for people. For whoever asks for JSON, such as a webhook tester: did the goods go out, and how often?
app.get('/orders/:id', (req, res) => {
  const order = orders.get(req.params.id);
  if (!order) return res.status(404).send('No such order.');
  if (wantsJson(req)) return res.json(readState(order));
  res.send(renderOrder(order, settings));
});

// What the order page polls.
app.get('/orders/:id/state', (req, res) => {
  const order = orders.get(req.params.id);
  if (!order) return res.sendStatus(404);
  res.json(readState(order));
});

// SecPaid: the customer leaves for a pay link and comes back.

app.post('/buy/secpaid', async (req, res) => {
  const order = openOrder('EUR');
  const link = await createPayLink(order, shopUrl);
  order.paymentId = String(link.id);
  if (wantsJson(req)) return res.status(201).json({ orderId: order.id, payLink: link.pay_link });
  res.redirect(303, link.pay_link);
});

// SecPaid signs nothing, so anybody can send this. It is a reason to ask SecPaid, not a reason to believe.
app.post('/webhooks/secpaid', async (req, res) => {
  const body = req.body ?? {};
  const { pay_id, status } = body.data ?? { pay_id: body['data[pay_id]'], status: body['data[status]'] ?? body['data[Status]'] };
  const order = findByPayment(pay_id);
  if (!order) return res.sendStatus(404);
  if (await isPaidAtSecPaid(order)) fulfil(order);
  else if (String(status).toLowerCase() === 'success') return res.sendStatus(409);
  else if (status === 'cancel') order.status = 'cancelled';
  res.sendStatus(200);
});

// The customer's browser brings this one: before the webhook, after it, never, or typed by hand.
app.get('/checkout/callback', async (req, res) => {
  const { pay_id, user_id, status } = req.query;
  const order = findByPayment(pay_id);
  if (!order || user_id !== settings.SECPAID_USER_ID || status !== 'success') return res.redirect('/');
  if (await isPaidAtSecPaid(order)) fulfil(order);
  res.redirect(`/orders/${order.id}`);
});

// SecurePayAPI: the customer stays; the card form is an iframe in the order's page.

app.post('/buy/securepayapi', async (req, res) => {
  const order = openOrder('USD');
  const intent = await createIntent(order);
  order.clientSecret = intent.client_secret;
  if (wantsJson(req)) return res.status(201).json({ orderId: order.id, clientSecret: intent.client_secret });
  res.redirect(303, `/orders/${order.id}`);
});

app.post('/webhooks/securepayapi', (req, res) => {
  if (!req.rawBody || !isSigned(req.rawBody, req.get('x-timestamp'), req.get('x-signature'))) return res.sendStatus(401);
  const event = req.body;
  const order = orders.get(event.externalid);
  // The signature says who is speaking. That the payment fits the basket is ours to check.
  const fits = order && event.famt === order.amountCents && event.currency === order.currency;
  if (fits && event.status === 'SUCCEEDED') fulfil(order);
  else if (fits && !order.paid) order.status = event.status;
  // Only 204 counts: after a 200 the same event comes again.
  res.sendStatus(204);
});

// A provider that cannot be reached is not the end: the webhook is not acknowledged, so it comes again.
app.use((error, _req, res, _next) => {
  console.error(error.message);
  res
    .status(error.status ?? 502)
    .send(`That did not work: ${error.status ? 'bad request' : 'the payment provider did not answer'}.`);
});

app.listen(Number(port), 'localhost', (error) => {
  if (error) throw error;
  console.log(`Shop: ${shopUrl}`);
});
