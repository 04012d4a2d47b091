import { z } from 'zod';
import { defineRoute } from './control-route.js';
import { isHttpUrl } from './http-url.js';
import { findOwnPayment } from './lane-lookups.js';
import { presentPayment } from './payment-views.js';
import { jsonObject } from './replies.js';
import { visitReply } from './visit-replies.js';

const visitAsked = z
  .strictObject({
    action: jsonObject.nullable().optional().meta({
      description: 'what the customer does at the checkout, as for POST .../customer; left out: the page is only opened',
    }),
    closeTab: z.boolean().default(false).meta({ description: 'true: the redirect to the app is not followed' }),
    url: z
      .string()
      .max(8_192)
      .refine(isHttpUrl, 'is no absolute http or https URL')
      .optional()
      .meta({ description: 'in place of an action: an address of the app that is opened as if somebody had typed or forged it' }),
    freshCookies: z
      .boolean()
      .optional()
      .meta({ description: 'with `url`, true: as another browser, without the cookies of this payment' }),
  })
  .refine(({ url, action, closeTab }) => url === undefined || ((action ?? null) === null && !closeTab), {
    path: ['url'],
    message: 'stands in place of "action" and "closeTab"',
  })
  .refine(({ url, freshCookies }) => url !== undefined || freshCookies === undefined, {
    path: ['freshCookies'],
    message: 'goes with "url"',
  });

export const visitControl = [
  defineRoute({
    method: 'POST',
    path: '/payments/{id}/visits',
    summary:
      'Go through the checkout page as a browser does, cookies included, and follow the redirect into the app; or open an address of the app. Answers when the visit is over',
    body: visitAsked.default({ closeTab: false }),
    reply: visitReply,
    async handle(context, { action, closeTab, url, freshCookies }) {
      const { engine } = context;
      const payment = findOwnPayment(context);
      const visited =
        url === undefined
          ? await engine.customer.visit(payment.id, action ?? null, { closesTab: closeTab })
          : await engine.customer.visitTyped(payment.id, url, { hasFreshCookies: freshCookies === true });
      await engine.whenDurable();
      const { seq, hops, page, stoppedBy, typedUrl } = visited;
      return {
        payment: presentPayment(engine, payment),
        visit: {
          seq,
          action: visited.action,
          ...(typedUrl === undefined ? {} : { typedUrl }),
          hops,
          page,
          ...(stoppedBy === undefined ? {} : { stoppedBy }),
        },
      };
    },
  }),
];
