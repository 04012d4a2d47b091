import type { FaultsView } from '../../http/control/fault-replies.js';
import { connect } from '../find-stage.js';
import { formatFaults } from '../format-faults.js';
import { defineSwitch } from '../setting.js';
import { connectionSettings, jsonSetting } from '../settings.js';
import type { Verb } from '../verb.js';

const clear = defineSwitch({ flag: 'clear', description: 'end every fault; what they keep back goes out', isInFile: false });

export const faults: Verb = {
  name: 'faults',
  summary: 'list what goes wrong on purpose and everything that can, or end it',
  description: 'Lists the faults that are set with what is left of each; without any, everything that can go wrong.',
  arguments: [],
  settings: [clear, ...connectionSettings],
  examples: ['paystage faults', 'paystage faults --clear'],
  async run({ values, output }) {
    const client = await connect(values);
    const isClearing = values.get(clear) === true;
    const found = await (isClearing ? client.post<FaultsView>('/faults/clear') : client.get<FaultsView>('/faults'));
    if (values.get(jsonSetting)) output.json(found);
    else if (isClearing) output.line('No fault is set any more.');
    else for (const line of formatFaults(found, output.paint)) output.line(line);
    return 0;
  },
};
