import { actOnPayment } from '../act-on-payment.js';
import { connectionSettings } from '../settings.js';
import type { Verb } from '../verb.js';
import { visitPayment, visitSetting } from '../visit-payment.js';

export const cancel: Verb = {
  name: 'cancel',
  summary: 'cancel as the customer would',
  description:
    'Cancels a payment as a customer on the checkout page would. Not every provider, and not every payment, can be cancelled.',
  arguments: [{ syntax: '<id>', description: "the provider's id of the payment" }],
  settings: [visitSetting, ...connectionSettings],
  examples: ['paystage cancel 50001', 'paystage cancel 50001 --visit'],
  run(call) {
    const action = { action: 'cancel' };
    return call.values.get(visitSetting) ? visitPayment(call, action) : actOnPayment(call, 'customer', action);
  },
};
