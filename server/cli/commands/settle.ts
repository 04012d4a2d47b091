import { actOnPayment } from '../act-on-payment.js';
import { checkChoice } from '../check-choice.js';
import { connectionSettings } from '../settings.js';
import type { Verb } from '../verb.js';

export const settle: Verb = {
  name: 'settle',
  summary: 'let a pending payment arrive, or fail',
  description: 'Ends the wait of a payment whose money is still on its way, such as a bank transfer.',
  arguments: [
    { syntax: '<id>', description: "the provider's id of the payment" },
    { syntax: '[result]', description: 'success (default) or failed' },
  ],
  settings: connectionSettings,
  examples: ['paystage pay 50001 --method bank-transfer', 'paystage settle 50001', 'paystage settle 50001 failed'],
  run(call) {
    const result = checkChoice('result', call.args[1] ?? 'success', ['success', 'failed']);
    return actOnPayment(call, 'customer', { action: 'settle', result });
  },
};
