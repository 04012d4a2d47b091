import { HarnessError } from '../../domain/errors.js';
import type { HoldsView } from '../../http/control/hold-replies.js';
import { checkChoice } from '../check-choice.js';
import { connect } from '../find-stage.js';
import { formatHolds } from '../format-holds.js';
import { defineNumber, defineSwitch, defineText } from '../setting.js';
import { connectionSettings, jsonSetting } from '../settings.js';
import type { Verb } from '../verb.js';

const targets = { webhook: 'delivery', redirect: 'redirect' } as const;

const payment = defineText({
  flag: 'payment',
  placeholder: '<id>',
  description: 'only of this payment',
  expected: 'the id of a payment',
  isInFile: false,
});
const count = defineNumber({
  flag: 'count',
  description: 'how many (default: 1)',
  least: 1,
  most: 1_000,
  isWhole: true,
  isInFile: false,
});
const all = defineSwitch({ flag: 'all', description: 'every one, until the hold is cleared', isInFile: false });

export const hold: Verb = {
  name: 'hold',
  summary: 'hold the next webhook or redirect until it is released',
  description:
    'Holds the next webhook before its first attempt, or the redirect that sends the browser back to your app, until "paystage release". Hold both, pay, and release them in either order: your app must cope with both.',
  arguments: [{ syntax: '<what>', description: 'webhook or redirect' }],
  settings: [payment, count, all, ...connectionSettings],
  examples: ['paystage hold webhook', 'paystage hold redirect --payment 50001', 'paystage hold webhook --all'],
  async run({ args, values, output }) {
    const what = checkChoice('thing to hold', args[0] ?? '', ['webhook', 'redirect'] as const);
    if (values.get(all) && values.get(count) !== undefined) {
      throw new HarnessError('misuse', '--all and --count contradict each other.', { hint: 'Give one of them.' });
    }
    const client = await connect(values);
    const paymentId = values.get(payment);
    const holds = await client.post<HoldsView>('/holds', {
      target: targets[what],
      count: values.get(all) ? null : (values.get(count) ?? 1),
      ...(paymentId === undefined ? {} : { paymentId }),
    });
    if (values.get(jsonSetting)) output.json(holds);
    else for (const line of formatHolds(holds, output.paint)) output.line(line);
    return 0;
  },
};
