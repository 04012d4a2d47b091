import { actOnPayment } from '../act-on-payment.js';
import { connectionSettings } from '../settings.js';
import type { Verb } from '../verb.js';

export const cancel: Verb = {
  name: 'cancel',
  summary: 'cancel as the customer would',
  description:
    'Cancels a payment as a customer on the checkout page would. Not every provider, and not every payment, can be cancelled.',
  arguments: [{ syntax: '<id>', description: "the provider's id of the payment" }],
  settings: connectionSettings,
  examples: ['paystage cancel 50001'],
  run: (call) => actOnPayment(call, 'customer', { action: 'cancel' }),
};
