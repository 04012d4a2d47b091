import { createInterface } from 'node:readline/promises';
import { HarnessError } from '../../domain/errors.js';
import { connect } from '../find-stage.js';
import { defineSwitch } from '../setting.js';
import { connectionSettings, jsonSetting } from '../settings.js';
import type { Verb } from '../verb.js';

const yes = defineSwitch({ flag: 'yes', description: 'do not ask', isInFile: false });

export const reset: Verb = {
  name: 'reset',
  summary: 'forget every payment; keys and settings stay',
  description:
    'Forgets every payment with its deliveries, every hold and fault, and what the built-in receivers were told to answer. Keys, URLs and switches stay; the clock goes back to real time. Exits 1 when the question is answered with no.',
  arguments: [],
  settings: [yes, ...connectionSettings],
  examples: ['paystage reset', 'paystage reset --yes'],
  async run({ values, output }) {
    const client = await connect(values);
    const { total } = await client.get<{ total: number }>('/payments?limit=1');
    const what = total === 1 ? '1 payment' : `${total} payments`;
    if (!values.get(yes) && !(await isConfirmed(`Forget ${what} at ${client.url}?`))) {
      output.note('Nothing was changed.');
      return 1;
    }
    const reply = await client.post<{ reset: true }>('/reset');
    if (values.get(jsonSetting)) output.json({ ...reply, forgotten: total });
    else output.line(`${what} forgotten. Keys and settings are as they were.`);
    return 0;
  },
};

/** @throws HarnessError `misuse` when there is nobody to ask. */
async function isConfirmed(question: string): Promise<boolean> {
  if (process.stdin.isTTY !== true) {
    throw new HarnessError('misuse', 'There is no terminal to ask on before payments are forgotten.', {
      hint: 'Add --yes to go ahead.',
    });
  }
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const answer = new Promise<string>((resolve) => {
    // Ctrl-D and Ctrl-C end the question without an answer.
    terminal.once('close', () => resolve(''));
    void terminal.question(`${question} [y/N] `).then(resolve, () => resolve(''));
  });
  const text = await answer;
  terminal.close();
  return /^y(es)?$/i.test(text.trim());
}
