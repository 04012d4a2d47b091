import { HarnessError } from '../../domain/errors.js';
import { actOnPayment } from '../act-on-payment.js';
import { defineList } from '../setting.js';
import { connectionSettings } from '../settings.js';
import type { Verb } from '../verb.js';

const set = {
  ...defineList({
    flag: 'set',
    placeholder: '<key=value>',
    description: 'a detail of the action; repeatable. A value that is JSON (5, true, "text") is taken as that',
    expected: 'key=value',
    isInFile: false,
    isItem: (text): text is string => typeof text === 'string' && /^[A-Za-z_][\w-]*=/.test(text),
  }),
  // A comma is a part of the value here.
  readText: (text: string) => [text],
};

export const staff: Verb = {
  name: 'staff',
  summary: "act as the provider's staff or the bank",
  description:
    "Does what the provider's own people or the bank do, such as approving a refund or opening a dispute. Which actions there are depends on the provider; a wrong name is answered with the right ones.",
  arguments: [
    { syntax: '<id>', description: "the provider's id of the payment" },
    { syntax: '<action>', description: 'such as approve-refund, open-dispute, expire' },
  ],
  settings: [set, ...connectionSettings],
  examples: ['paystage staff 50001 approve-refund', 'paystage staff 50001 close-dispute --set result=won'],
  run(call) {
    const details = Object.fromEntries((call.values.get(set) ?? []).map(readDetail));
    if ('action' in details) throw new HarnessError('misuse', 'The action is the second argument; --set gives its details.');
    return actOnPayment(call, 'staff', { action: call.args[1], ...details });
  },
};

function readDetail(text: string): [string, unknown] {
  const at = text.indexOf('=');
  const value = text.slice(at + 1);
  try {
    return [text.slice(0, at), JSON.parse(value)];
  } catch {
    return [text.slice(0, at), value];
  }
}
