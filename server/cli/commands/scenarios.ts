import { checkChoice } from '../check-choice.js';
import { grepSetting, tagSetting } from '../scenario-run/run-settings.js';
import { configSetting, jsonSetting, providerSetting } from '../settings.js';
import { formatTable } from '../table.js';
import { toTerminalText } from '../terminal-text.js';
import type { Verb } from '../verb.js';

export const scenarios: Verb = {
  name: 'scenarios',
  summary: 'list the ready scenarios',
  description:
    'Lists the scenarios that come with Paystage: every path of a payment and every fault, ready for "paystage trigger". With --json, file says where each one is, to be copied.',
  arguments: [],
  settings: [providerSetting, grepSetting, tagSetting, configSetting, jsonSetting],
  examples: ['paystage scenarios', 'paystage scenarios --grep refund', "paystage scenarios --json | jq -r '.[].name'"],
  async run({ values, output }) {
    const { listReady } = await import('../scenario-run/ready-scenarios.js');
    const { providers } = await import('../../providers/index.js');
    const asked = values.get(providerSetting);
    const known = providers.map(({ name }) => name);
    const only = asked === undefined ? undefined : checkChoice('provider', asked, known);
    const all = await listReady({ grep: values.get(grepSetting), tags: values.get(tagSetting) });
    const shown = all.filter(({ provider }) => only === undefined || provider === only);
    const rows = shown.map(({ name, provider, scenario: { name: title, description, tags, file } }) => ({
      name,
      provider,
      title,
      description: description.trim(),
      tags,
      file,
    }));
    if (values.get(jsonSetting)) {
      output.json(rows);
      return 0;
    }
    const columns = [
      { title: 'NAME', read: (row: (typeof rows)[number]) => row.name },
      { title: 'PROVIDER', read: (row: (typeof rows)[number]) => row.provider },
      { title: 'TAGS', read: (row: (typeof rows)[number]) => row.tags.join(', ') },
      { title: 'WHAT IT SHOWS', read: (row: (typeof rows)[number]) => toTerminalText(row.title, 100) },
    ];
    for (const line of formatTable(columns, rows, output.paint)) output.line(line);
    return 0;
  },
};
