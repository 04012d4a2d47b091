import { HarnessError } from '../../domain/errors.js';
import { actOnPayment } from '../act-on-payment.js';
import { defineDetails, readDetail } from '../detail-setting.js';
import { connectionSettings } from '../settings.js';
import type { Verb } from '../verb.js';

const set = defineDetails({
  flag: 'set',
  description: 'a detail of the action; repeatable. A value that is JSON (5, true, "text") is taken as that',
});

export const staff: Verb = {
  name: 'staff',
  summary: "act as the provider's staff or the bank",
  description:
    "Does what the provider's own people or the bank do, such as approving a refund, opening a dispute, or holding the sequence of statuses. Which actions there are depends on the provider; a wrong name is answered with the right ones.",
  arguments: [
    { syntax: '<id>', description: "the provider's id of the payment" },
    { syntax: '<action>', description: 'such as approve-refund, open-dispute, expire, hold, step' },
  ],
  settings: [set, ...connectionSettings],
  examples: ['paystage staff 50001 approve-refund', 'paystage staff 50001 close-dispute --set result=won'],
  run(call) {
    const details = Object.fromEntries((call.values.get(set) ?? []).map((text) => readDetail(text)));
    if ('action' in details) throw new HarnessError('misuse', 'The action is the second argument; --set gives its details.');
    return actOnPayment(call, 'staff', { action: call.args[1], ...details });
  },
};
