import { z } from 'zod';
import { HarnessError } from '../../domain/errors.js';
import type { PaymentHead } from '../../domain/packed-block.js';
import type { ControlSource } from '../../engine/provider-desk.js';
import { CLIENT_HEADER, LIVE_PAGE_CLIENT } from '../../protocol/live-page.js';
import { type ControlContext, defineRoute } from './control-route.js';
import { findOwnDelivery, findOwnPayment } from './lane-lookups.js';
import { presentDelivery, presentPayment, presentSummary } from './payment-views.js';
import { offerView } from './provider-replies.js';
import { actionReply, deliveryView, jsonObject, paymentSummary, paymentView } from './replies.js';

const MAX_LIMIT = 1_000;

export const paymentControl = [
  defineRoute({
    method: 'GET',
    path: '/payments',
    summary: 'Payments, newest first',
    query: {
      provider: 'only of this provider',
      status: "only in this status (the provider's word) or with this outcome",
      search: 'only where id or reference contain this',
      limit: `at most this many, 1 to ${MAX_LIMIT}, default 100`,
    },
    reply: z.object({ payments: z.array(paymentSummary), total: z.int() }),
    handle({ engine, query, lane }) {
      const limit = readLimit(query.get('limit'));
      const { payments } = engine.state;
      const matching = [...payments.heads()].filter((head) => head.lane === lane && isAskedFor(head, query));
      const page = matching.slice(-limit).reverse();
      const shown = page.flatMap(({ id }) => payments.peek(id) ?? []);
      return { payments: shown.map((payment) => presentSummary(engine, payment)), total: matching.length };
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/payments/{id}',
    summary: "One payment with its events, their deliveries and attempts; {id} is the provider's own id",
    reply: paymentView,
    handle: (context) => presentPayment(context.engine, findOwnPayment(context)),
  }),
  defineRoute({
    method: 'GET',
    path: '/payments/{id}/actions',
    summary:
      'What can be done with a payment, ready for POST .../customer or .../staff; with the reason where it cannot be done now',
    reply: z.object({ actions: z.array(offerView) }),
    handle: (context) => ({ actions: context.engine.offerActions(findOwnPayment(context).id) }),
  }),
  defineRoute({
    method: 'GET',
    path: '/payments/{id}/timeline',
    summary: 'Every record about one payment, in order',
    reply: z.object({ records: z.array(jsonObject) }),
    async handle(context) {
      const { engine } = context;
      const payment = findOwnPayment(context);
      const records = [];
      for await (const lines of engine.log.read(engine.lanes.of(payment.lane).firstSeq - 1)) {
        // Most lines are about other payments; a look for the id spares parsing them.
        for (const line of lines) if (line.includes(payment.id)) records.push(JSON.parse(line));
      }
      return { records: records.filter((record) => record.paymentId === payment.id) };
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/payments/{id}/customer',
    summary: 'Do what a customer does at the checkout: pay, cancel, pass or fail or abandon the challenge, settle',
    body: jsonObject,
    reply: actionReply,
    async handle(context, body) {
      const { engine } = context;
      const { payment, redirect } = await engine.actAsCustomer(findOwnPayment(context).id, body, findSource(context));
      return { payment: presentPayment(engine, payment), ...(redirect === null ? {} : { redirect }) };
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/payments/{id}/staff',
    summary: "Do what the provider's own staff or the bank does, such as approving a refund",
    body: jsonObject,
    reply: actionReply,
    async handle(context, body) {
      const { engine } = context;
      const { payment, redirect } = await engine.actAsStaff(findOwnPayment(context).id, body, findSource(context));
      return { payment: presentPayment(engine, payment), ...(redirect === null ? {} : { redirect }) };
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/payments/{id}/drop',
    summary: 'Never send what was not sent yet of a payment, held or not; holds on the payment end',
    body: z
      .strictObject({
        tried: z.boolean().default(false).meta({ description: 'also what was sent and waits for its next attempt' }),
      })
      .optional(),
    reply: z.object({ dropped: z.int() }),
    async handle(context, body) {
      const { engine } = context;
      const payment = findOwnPayment(context);
      const dropped = engine.dropDeliveries(payment, { isTriedToo: body?.tried ?? false });
      for (const hold of engine.holds.list(payment.lane))
        if (hold.paymentId === payment.id) engine.holds.clear(hold.id, payment.lane);
      await engine.whenDurable();
      return { dropped };
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/deliveries/{id}',
    summary: 'One delivery with its attempts',
    reply: deliveryView,
    handle: (context) => presentDelivery(findOwnDelivery(context)),
  }),
  defineRoute({
    method: 'POST',
    path: '/deliveries/{id}/redeliver',
    summary: 'Redeliver: one more attempt now, same bytes, fresh signature; also after exhaustion. Answers when it is done',
    reply: deliveryView,
    async handle(context) {
      const { engine } = context;
      const delivery = await engine.redeliver(findOwnDelivery(context).id);
      await engine.whenDurable();
      return presentDelivery(delivery);
    },
  }),
];

/** Who makes the call, by its own account. */
function findSource({ request }: ControlContext): ControlSource {
  return request.headers[CLIENT_HEADER] === LIVE_PAGE_CLIENT ? 'live_page' : 'control';
}

function isAskedFor(payment: PaymentHead, query: URLSearchParams): boolean {
  const provider = query.get('provider');
  const status = query.get('status');
  const search = query.get('search')?.toLowerCase();
  if (provider && payment.provider !== provider) return false;
  if (status && payment.status !== status && payment.outcome !== status) return false;
  return !search || payment.id.toLowerCase().includes(search) || payment.reference.toLowerCase().includes(search);
}

function readLimit(text: string | null): number {
  if (text === null) return 100;
  const limit = Number(text);
  if (Number.isInteger(limit) && limit >= 1 && limit <= MAX_LIMIT) return limit;
  throw new HarnessError('invalid_query', `limit must be a whole number from 1 to ${MAX_LIMIT}, not "${text}".`);
}
