import type { HoldsView } from '../../http/control/hold-replies.js';
import { checkChoice } from '../check-choice.js';
import { connect } from '../find-stage.js';
import { formatHolds } from '../format-holds.js';
import { connectionSettings, jsonSetting } from '../settings.js';
import type { Verb } from '../verb.js';

export const holds: Verb = {
  name: 'holds',
  summary: 'list what is held and will be held, or end the holds',
  description:
    'Lists holds and what waits to be released. With "clear", no more is held from now on; what is held already stays so until "paystage release".',
  arguments: [{ syntax: '[clear]', description: 'end every hold' }],
  settings: connectionSettings,
  examples: ['paystage holds', 'paystage holds clear'],
  async run({ args, values, output }) {
    if (args[0] !== undefined) checkChoice('argument', args[0], ['clear']);
    const client = await connect(values);
    const found = await (args[0] === 'clear' ? client.post<HoldsView>('/holds/clear') : client.get<HoldsView>('/holds'));
    if (values.get(jsonSetting)) output.json(found);
    else for (const line of formatHolds(found, output.paint)) output.line(line);
    return 0;
  },
};
