import type { HoldsView } from '../../http/control/hold-replies.js';
import { connect } from '../find-stage.js';
import { formatHolds } from '../format-holds.js';
import { connectionSettings, jsonSetting } from '../settings.js';
import { toTerminalText } from '../terminal-text.js';
import type { Verb } from '../verb.js';

export const release: Verb = {
  name: 'release',
  summary: 'let held webhooks and redirects go',
  description:
    'Releases one held webhook (dlv_...) or redirect (red_...), or without an id everything that is held, oldest first. Holds that are not used up go on.',
  arguments: [{ syntax: '[id]', description: 'what to release; see "paystage holds"' }],
  settings: connectionSettings,
  examples: ['paystage release', 'paystage release dlv_12_1'],
  async run({ args, values, output }) {
    const client = await connect(values);
    const [id] = args;
    const before = await client.get<HoldsView>('/holds');
    const after = await client.post<HoldsView>(id === undefined ? '/held/release' : `/held/${encodeURIComponent(id)}/release`);
    if (values.get(jsonSetting)) {
      output.json(after);
      return 0;
    }
    const released = id === undefined ? before.held.length : 1;
    if (released === 0) output.line('Nothing was held.');
    else output.line(id === undefined ? `Released ${released === 1 ? 'one' : released}.` : `Released ${toTerminalText(id)}.`);
    if (after.holds.length > 0 || after.held.length > 0) for (const line of formatHolds(after, output.paint)) output.line(line);
    return 0;
  },
};
