import { actOnPayment } from '../act-on-payment.js';
import { defineChoice, defineText } from '../setting.js';
import { connectionSettings } from '../settings.js';
import type { Verb } from '../verb.js';
import { visitPayment, visitSetting } from '../visit-payment.js';

const method = defineChoice({
  flag: 'method',
  description: 'how the customer pays (default: card)',
  choices: ['card', 'bank-transfer'],
  isInFile: false,
});
const card = defineText({
  flag: 'card',
  placeholder: '<name>',
  description: 'test card by name, such as frictionless, challenge or decline; which there are depends on the provider',
  expected: 'the name of a test card',
  isInFile: false,
});

export const pay: Verb = {
  name: 'pay',
  summary: 'pay as the customer would',
  description:
    'Pays a payment as a customer on the checkout page would. Webhooks and redirects follow as if it had been a person.',
  arguments: [{ syntax: '<id>', description: "the provider's id of the payment, as `paystage payments` lists it" }],
  settings: [method, card, visitSetting, ...connectionSettings],
  examples: [
    'paystage pay 50001',
    'paystage pay 50001 --method bank-transfer',
    'paystage pay 50001 --card decline',
    'paystage pay 50001 --visit',
  ],
  run(call) {
    const action = { action: 'pay', method: call.values.get(method), card: call.values.get(card) };
    return call.values.get(visitSetting) ? visitPayment(call, action) : actOnPayment(call, 'customer', action);
  },
};
