import { actOnPayment } from '../act-on-payment.js';
import { checkChoice } from '../check-choice.js';
import { connectionSettings } from '../settings.js';
import type { Verb } from '../verb.js';
import { visitPayment, visitSetting } from '../visit-payment.js';

export const challenge: Verb = {
  name: 'challenge',
  summary: 'answer the 3-D Secure challenge',
  description: 'Answers the 3-D Secure challenge that a payment waits at, as the customer in front of the bank page would.',
  arguments: [
    { syntax: '<id>', description: "the provider's id of the payment" },
    { syntax: '<result>', description: 'pass, fail, or abandon (close the page without an answer)' },
  ],
  settings: [visitSetting, ...connectionSettings],
  examples: ['paystage pay <id> --card challenge', 'paystage challenge <id> pass'],
  run(call) {
    const result = checkChoice('result', call.args[1] ?? '', ['pass', 'fail', 'abandon']);
    const action = { action: 'challenge', result };
    return call.values.get(visitSetting) ? visitPayment(call, action) : actOnPayment(call, 'customer', action);
  },
};
