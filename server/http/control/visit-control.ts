import { z } from 'zod';
import { defineRoute } from './control-route.js';
import { findOwnPayment } from './lane-lookups.js';
import { presentPayment } from './payment-views.js';
import { jsonObject } from './replies.js';
import { visitReply } from './visit-replies.js';

const visitAsked = z.strictObject({
  action: jsonObject
    .nullable()
    .optional()
    .meta({ description: 'what the customer does at the checkout, as for POST .../customer; left out: the page is only opened' }),
  closeTab: z.boolean().default(false).meta({ description: 'true: the redirect to the app is not followed' }),
});

export const visitControl = [
  defineRoute({
    method: 'POST',
    path: '/payments/{id}/visits',
    summary:
      'Go through the checkout page as a browser does, cookies included, and follow the redirect into the app. Answers when the visit is over',
    body: visitAsked.default({ closeTab: false }),
    reply: visitReply,
    async handle(context, { action, closeTab }) {
      const { engine } = context;
      const payment = findOwnPayment(context);
      const visited = await engine.customer.visit(payment.id, action ?? null, { closesTab: closeTab });
      await engine.whenDurable();
      const { seq, hops, page, stoppedBy } = visited;
      return {
        payment: presentPayment(engine, payment),
        visit: { seq, action: visited.action, hops, page, ...(stoppedBy === undefined ? {} : { stoppedBy }) },
      };
    },
  }),
];
