import { connect } from '../find-stage.js';
import { defineSwitch, defineText } from '../setting.js';
import { connectionSettings, jsonSetting } from '../settings.js';
import { toTerminalText } from '../terminal-text.js';
import type { Verb } from '../verb.js';

const out = defineText({
  flag: 'out',
  placeholder: '<file>',
  description: 'file to write (default: stdout)',
  expected: 'a file',
  isInFile: false,
});
const name = defineText({
  flag: 'name',
  placeholder: '<text>',
  description: 'name of the scenario (default: what was done)',
  expected: 'a text of at most 200 characters',
  pattern: /^[^\n]{1,200}$/,
  isInFile: false,
});
const force = defineSwitch({ flag: 'force', description: 'replace the file if there is one', isInFile: false });

export const record: Verb = {
  name: 'record',
  summary: 'make a scenario file of a payment that was seen',
  description:
    'Writes a scenario that plays a payment of the running stage again: how it was created, what customer and staff did, the faults and holds that touched it, and moves of the clock in place of waiting. What your app made of it becomes what is expected. Secrets are taken out. What was left out, and why, is told on stderr.',
  arguments: [{ syntax: '<id>', description: "the provider's id of the payment" }],
  settings: [out, name, force, ...connectionSettings],
  examples: [
    'paystage payments',
    'paystage record 50001 --out paystage/paid-twice.yaml',
    'paystage record 50001 > paystage/paid-twice.yaml',
    'paystage run paystage/paid-twice.yaml --clock simulated --port 0',
  ],
  async run({ args: [id = ''], values, output }) {
    const { recordPayment } = await import('../record-payment.js');
    const { writeRecorded } = await import('../write-recorded.js');
    const file = values.get(out);
    const recorded = await recordPayment(await connect(values), id, { name: values.get(name), file });
    if (file !== undefined) await writeRecorded(file, recorded.text, values.get(force) === true);
    for (const note of recorded.notes) output.note(`note: ${toTerminalText(note, 1_000)}`);
    if (values.get(jsonSetting)) output.json({ file: file ?? null, ...recorded });
    else if (file !== undefined) output.line(`written to ${toTerminalText(file, 500)}; play it with "paystage run"`);
    // A line break is added to whatever is printed.
    else for (const line of recorded.text.trimEnd().split('\n')) output.line(line);
    return 0;
  },
};
