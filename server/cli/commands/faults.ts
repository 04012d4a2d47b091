import { HarnessError } from '../../domain/errors.js';
import type { FaultsView } from '../../http/control/fault-replies.js';
import { connect } from '../find-stage.js';
import { formatFaults } from '../format-faults.js';
import type { Output } from '../output.js';
import { defineSwitch } from '../setting.js';
import { connectionSettings, jsonSetting } from '../settings.js';
import type { Verb } from '../verb.js';

const clear = defineSwitch({ flag: 'clear', description: 'end every fault; what they keep back goes out', isInFile: false });

export const faults: Verb = {
  name: 'faults',
  summary: 'list what goes wrong on purpose and everything that can, or end it',
  description:
    'Lists the faults that are set with what is left of each; without any, or without a stage, everything that can go wrong.',
  arguments: [],
  settings: [clear, ...connectionSettings],
  examples: ['paystage faults', 'paystage faults --clear'],
  async run({ values, output }) {
    const isClearing = values.get(clear) === true;
    const client = await connect(values).catch((error: unknown) => {
      if (error instanceof HarnessError && error.code === 'no_stage' && !isClearing) return null;
      throw error;
    });
    if (client === null) return await listWithoutStage(output, values.get(jsonSetting) === true);
    const found = await (isClearing ? client.post<FaultsView>('/faults/clear') : client.get<FaultsView>('/faults'));
    if (values.get(jsonSetting)) output.json(found);
    else if (isClearing) output.line('No fault is set any more.');
    else for (const line of formatFaults(found, output.paint)) output.line(line);
    return 0;
  },
};

/** What can go wrong is the same everywhere; nothing is set where no stage runs. */
async function listWithoutStage(output: Output, isJson: boolean): Promise<number> {
  const { presentKinds } = await import('../../http/control/fault-kind-views.js');
  const { providers } = await import('../../providers/index.js');
  const found: FaultsView = { faults: [], keptBack: [], kinds: presentKinds(providers) };
  if (isJson) output.json(found);
  else for (const line of formatFaults(found, output.paint)) output.line(line);
  output.note('note: no stage runs; this is what can be set on one, or in a scenario file.');
  return 0;
}
