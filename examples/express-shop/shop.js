// A shop with one product and two ways to pay. "paystage demo" runs it; by hand, with what "paystage env" prints in .env:
//   paystage start --securepayapi-webhook http://localhost:3000/webhooks/securepayapi
//   node --env-file=.env shop.js
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import express from 'express';
import { has, turn } from './bugs.js';
import { renderHome, renderOrder } from './pages.js';
import { createIntent, createPayLink, isPaidAtSecPaid, isSigned, readNotice, readObject, settings } from './providers.js';

// `has('...')` below are the classic mistakes of bugs.js, off until somebody breaks the shop on purpose. Read past them.

const PRICE_CENTS = 1999;
const orders = new Map();
let shopUrl = '';

function openOrder(provider, currency) {
  const order = {
    id: randomUUID(),
    provider,
    amountCents: PRICE_CENTS,
    currency,
    status: 'open',
    paid: false,
    count: 0,
    story: [],
  };
  orders.set(order.id, order);
  return order;
}

// Webhooks come more than once, and at the same time as the customer. Whatever costs money happens behind this one check.
function fulfil(order) {
  if (order.paid && !has('no-dedupe')) return;
  Object.assign(order, { paid: true, status: 'paid', count: order.count + 1 });
  note(order, order.count > 1 ? `Paid: the goods go out again, ${order.count} times now.` : 'Paid: the goods go out.');
}

// A late event about an earlier status undoes nothing.
const follow = (order, status) => !order.paid && Object.assign(order, { status });
const note = (order, text) => order.story.push({ at: new Date(), text });
const readState = ({ id, paid, count, status }) => ({ id, paid, count, status });
const findOrder = (id) => orders.get(id) ?? [...orders.values()].find(({ paymentId }) => paymentId === id);

const app = express().disable('x-powered-by');
// A signature is about bytes, so whatever a provider sends is kept as it came. The rest of the shop reads forms and JSON.
app.use('/webhooks', express.raw({ type: () => true, inflate: false }));
app.use(express.json(), express.urlencoded(), express.static(fileURLToPath(new URL('public', import.meta.url))));

// Programs buy, too: they send or accept JSON, and are told the number of the order instead of being sent somewhere.
const wantsJson = (req) => Boolean(req.is('application/json')) || req.accepts(['html', 'json']) === 'json';

app.get('/', (_req, res) => res.send(renderHome({ orders: [...orders.values()], priceCents: PRICE_CENTS, shopUrl, settings })));

// A page for people. For whoever asks for JSON, such as a webhook tester: did the goods go out, and how often?
app.get('/orders/:id', (req, res) => {
  const order = findOrder(req.params.id);
  if (!order) return res.status(404).send('No such order.');
  if (wantsJson(req)) return res.json(readState(order));
  res.send(renderOrder(order, settings));
});

// What the order page polls.
app.get('/orders/:id/state', (req, res) => {
  const order = findOrder(req.params.id);
  if (!order) return res.sendStatus(404);
  res.json({ ...readState(order), steps: order.story.length });
});

// --- SecPaid: the customer leaves for a pay link and comes back.

app.post('/buy/secpaid', async (req, res) => {
  const order = openOrder('secpaid', 'EUR');
  const link = await createPayLink(order, shopUrl);
  order.paymentId = String(link.id);
  note(order, `Asked SecPaid for a pay link: payment ${order.paymentId}.`);
  askAgainLater(order);
  if (wantsJson(req)) return res.status(201).json({ orderId: order.id, payLink: link.pay_link });
  res.redirect(303, link.pay_link);
});

// SecPaid signs nothing, so anybody can send this. It is a reason to ask SecPaid, not a reason to believe.
app.post('/webhooks/secpaid', async (req, res) => {
  const notice = readNotice(req.body);
  const order = findOrder(notice.paymentId);
  if (has('works-first')) await takeNotice(order, notice);
  res.sendStatus(200); // any 2xx will do; asking takes time that SecPaid does not wait
  if (!has('works-first')) takeNotice(order, notice).catch(report);
});

async function takeNotice(order, { status, amountCents }) {
  if (!order) return; // not ours, or no longer: nothing to do, and nothing that another attempt would change
  note(order, `Webhook of SecPaid: ${status}.`);
  order.isDoubtful = amountCents !== undefined && amountCents !== order.amountCents;
  if (has('skips-verification') && status === 'success') fulfil(order);
  else await askSecPaid(order, status === 'cancel' ? 'cancelled' : order.status);
}

async function askSecPaid(order, otherwise) {
  if (order.isDoubtful || (order.paid && !has('no-dedupe'))) return;
  if (await isPaidAtSecPaid(order)) fulfil(order);
  else follow(order, otherwise);
}

// The customer's browser brings this one: before the webhook, after it, never, or typed by hand.
app.get('/checkout/callback', async (req, res) => {
  const { pay_id, user_id, status } = req.query;
  const order = findOrder(String(pay_id));
  if (!order || user_id !== settings.SECPAID_USER_ID) return res.redirect('/');
  note(order, `The browser is back: ${status}.`);
  if (has('fulfils-on-redirect') && status === 'success') fulfil(order);
  // The customer waits for a page, not for SecPaid.
  else if (!order.paid) await Promise.race([askSecPaid(order, status === 'cancel' ? 'cancelled' : order.status), sleep(1_000)]);
  res.redirect(`/orders/${order.id}`);
});

// A webhook can get lost, and so can the customer on the way back. Each time the shop waits twice as long.
function askAgainLater(order, waitMs = 3_000) {
  if (order.paid || waitMs > 3_600_000) return;
  const ask = () =>
    askSecPaid(order, order.status)
      .catch(report)
      .then(() => askAgainLater(order, waitMs * 2));
  setTimeout(ask, waitMs).unref();
}

// --- SecurePayAPI: the customer stays; the card form is an iframe in the order's page.

app.post('/buy/securepayapi', async (req, res) => {
  const order = openOrder('securepayapi', 'USD');
  const intent = await createIntent(order);
  Object.assign(order, { paymentId: intent.id, clientSecret: intent.client_secret });
  note(order, `Asked SecurePayAPI for a payment intent: ${order.paymentId}.`);
  if (wantsJson(req)) return res.status(201).json({ orderId: order.id, clientSecret: intent.client_secret });
  res.redirect(303, `/orders/${order.id}`);
});

app.post('/webhooks/securepayapi', async (req, res) => {
  // The signature first: nothing of an unknown sender is looked at.
  if (!isSigned(req.body, req.get('x-timestamp'), req.get('x-signature')) && !has('skips-verification'))
    return res.sendStatus(401);
  const event = readObject(req.body);
  // This is where a real shop writes the event to its database: from here on it is ours, so it may be acknowledged.
  if (has('works-first') && event.status === 'SUCCEEDED') await sleep(1_500);
  // Only 204 counts: after a 200 the same event comes again.
  res.sendStatus(has('answers-200') ? 200 : 204);
  takeEvent(event);
});

function takeEvent({ externalid, famt, currency, status }) {
  const order = orders.get(externalid);
  if (!order) return;
  note(order, `Webhook of SecurePayAPI: ${status}.`);
  // The signature says who is speaking. That the payment fits the basket is ours to check.
  if (famt !== order.amountCents || currency !== order.currency) return note(order, 'Another amount than the order: not taken.');
  if (status === 'SUCCEEDED') fulfil(order);
  else follow(order, status);
}

// --- The switches that break it, and what goes wrong by itself.

app.post('/bugs/:id', (req, res) => {
  if (!turn(req.params.id, req.body?.on)) return res.sendStatus(404);
  if (wantsJson(req)) return res.sendStatus(204);
  res.redirect(303, '/#break');
});

const report = (error) => console.error(error.message);

// A provider that cannot be reached is not the end: what is not acknowledged comes again. The sender learns the status and nothing else.
app.use((error, _req, res, _next) => {
  if (!error.status) report(error);
  const words = error.status ? 'bad request' : 'the payment provider did not answer';
  res.status(error.status ?? 502).send(`That did not work: ${words}.`);
});

const server = app.listen(Number(process.env.PORT || 3000), process.env.HOST || 'localhost', (error) => {
  if (error) throw error;
  shopUrl = `http://localhost:${server.address().port}`;
  console.log(`Shop: ${shopUrl}`);
});
// Started by another program, such as "paystage demo", it ends with it.
process.once('disconnect', () => process.exit());
