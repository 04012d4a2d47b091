import { defineText } from '../setting.js';
import { configSetting, jsonSetting } from '../settings.js';
import { targetFlags } from '../target-settings.js';
import { toTerminalText } from '../terminal-text.js';
import type { Verb } from '../verb.js';

const dir = defineText({
  flag: 'dir',
  placeholder: '<folder>',
  description: 'the same as the folder',
  expected: 'a folder',
  isInFile: false,
});

export const init: Verb = {
  name: 'init',
  summary: 'write a first set of scenarios to start from',
  description:
    'Writes a few commented scenarios for each provider into a folder, and a configuration file when there is none. A file that is there already is left as it is.',
  arguments: [{ syntax: '[folder]', description: 'where the scenarios are put (default: paystage)' }],
  settings: [dir, configSetting, jsonSetting],
  examples: ['paystage init', 'paystage init test/payments'],
  async run({ args, values, output }) {
    const { writeStarters } = await import('../write-starters.js');
    const folder = args[0] ?? values.get(dir) ?? 'paystage';
    const { written, kept } = await writeStarters(folder);
    if (values.get(jsonSetting)) {
      output.json({ written, kept });
      return 0;
    }
    const { paint } = output;
    for (const file of written) output.line(`${paint('good', 'written')}  ${toTerminalText(file, 300)}`);
    for (const file of kept) output.line(`${paint('faint', 'kept     is there already:')} ${toTerminalText(file, 300)}`);
    const targets = targetFlags
      .filter(({ target }) => target.receivesEvents)
      .map(({ provider }) => `--target ${provider}=http://localhost:3000/webhooks/${provider}`);
    output.line('');
    output.line('Next, with the address of your app:');
    output.line(`  $ paystage run ${toTerminalText(folder, 300)} ${targets.join(' ')}`);
    return 0;
  },
};
