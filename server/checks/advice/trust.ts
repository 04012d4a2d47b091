import type { Advice } from '../check.js';
import { writeHandlers, writeReturns } from './write-handlers.js';

export const forgedEventAdvice: Advice = {
  must: 'Takes an unsigned event for a hint only: it asks the provider what became of the payment, and fulfils when the answer says that the money came.',
  costs: 'Whoever knows the address of the endpoint and the number of a payment orders goods and never pays for them.',
  fixes: writeHandlers(
    ['const payId = event.data.pay_id;'],
    ['void confirm(payId).catch(log.error); // asks the provider for this payment; only its answer fulfils'],
  ),
};

export const forgedRedirectAdvice: Advice = {
  must: 'Shows the customer what the order says, pending as long as nothing is confirmed, and fulfils by the confirmed event and never by the address that a browser opened.',
  costs:
    'The address of the success page stands in the browser: whoever types it with the number of an unpaid order gets the goods.',
  fixes: writeReturns([
    'const order = await orders.ofSession(payId, sessionId); // the customer’s own order, or none',
    'void confirm(payId).catch(log.error); // asks the provider; the address itself proves nothing',
  ]),
};

export const amountAdvice: Advice = {
  must: 'Compares the amount and the currency that were paid with those of its own order, and sets the order aside for a person when they differ.',
  costs: 'A payment of one cent that names an expensive order ships the expensive order.',
  fixes: writeHandlers([
    'const order = await orders.find(event.externalid);',
    'const isExact = order && event.famt === order.amountMinor && event.currency === order.currency;',
    "if (order && !isExact) await orders.setAside(order.id, 'another amount was paid');",
    'if (isExact) await orders.markPaid(order.id);',
  ]),
};

export const acknowledgeFirstAdvice: Advice = {
  must: 'Stores the event and acknowledges it, and asks the provider afterwards.',
  costs:
    'When the provider’s API is slow, so is every acknowledgement: events time out, come again, and pile up on an app that waits already.',
  fixes: writeHandlers(
    ['await inbox.add(event); // one row in the database'],
    ['void confirm(event.data.pay_id).catch(log.error); // not awaited: the provider may take its time'],
  ),
};

export const reconcileAdvice: Advice = {
  must: 'Asks the provider about orders that stay open, every few minutes and until they are paid or given up.',
  costs: 'An event that got lost is a customer who paid and got nothing, and nobody knows until the complaint comes.',
  fixes: {
    express: writeReconciler('// beside app.listen()'),
    fastify: writeReconciler("// app.addHook('onReady', ...)"),
    koa: writeReconciler('// beside app.listen()'),
    next: `// app/api/reconcile/route.js, called by a cron job every few minutes
export async function GET() {
  for (const order of await orders.listOpen()) await confirm(order.payId);
  return new Response(null, { status: 204 });
}`,
  },
};

export const unknownPaymentAdvice: Advice = {
  must: 'Acknowledges a valid event of a payment that it does not know, keeps it for a person, and makes no order of it.',
  costs: 'Refused, it comes again for days and drowns real errors; believed, it ships goods that nobody ordered.',
  fixes: writeHandlers([
    'const order = await orders.find(event.externalid);',
    'if (order) await orders.apply(order.id, event);',
    'else await inbox.keep(event); // not an error: acknowledge, and look at it later',
  ]),
};

function writeReconciler(where: string): string {
  return `${where}
setInterval(async () => {
  for (const order of await orders.listOpen()) await confirm(order.payId); // asks the provider
}, 5 * 60_000);`;
}
