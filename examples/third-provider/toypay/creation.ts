import { z } from 'zod';
import type { PaymentCreation } from '../provider.js';

/** The call that creates a payment, as the page's form, the command line and scenario files show it. */
export const creation: PaymentCreation = {
  route: 'create charge',
  fields: z.object({
    amount: z.number().default(1_200).meta({ title: 'Amount in cents' }),
    order: z.string().default('Order 1').meta({ title: 'Your order number' }),
  }),
  buildRequest: (fields, account) => ({
    method: 'POST',
    path: '/charges',
    headers: [
      ['X-Api-Key', account.keys.apiKey ?? ''],
      ['Content-Type', 'application/json'],
      ['User-Agent', 'Paystage'],
    ],
    body: fields,
  }),
};
