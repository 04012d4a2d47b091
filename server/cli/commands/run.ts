import {
  bailSetting,
  dryRunSetting,
  grepSetting,
  parallelSetting,
  runSettings,
  tagSetting,
} from '../scenario-run/run-settings.js';
import { jsonSetting } from '../settings.js';
import { targetFlags } from '../target-settings.js';
import type { Verb } from '../verb.js';

const [example] = targetFlags;
const target = `${example?.provider}=http://localhost:3000/webhooks`;

export const run: Verb = {
  name: 'run',
  summary: 'play scenarios at your app and judge it',
  description:
    'Plays scenario files, and whatever scenarios are in folders, and says of each whether your app did what was expected. It uses the stage that runs; when none does, it starts one in memory, with the keys and settings of the data folder and the configuration, and closes it again. Nothing is played before every file has been checked. How often your app acted, and what else it could still do too much of, is judged once more half a second later, or after what the step says under settle. Exits 0 when all passed, 1 when one did not, 2 when nothing was played or nothing was checked, 130 when it was stopped with Ctrl-C.',
  arguments: [{ syntax: '<paths...>', description: 'scenario files, or folders with them' }],
  settings: [dryRunSetting, bailSetting, grepSetting, tagSetting, parallelSetting, ...runSettings],
  examples: [
    `paystage run paystage/ --target ${target}`,
    'paystage run paystage/paid-twice.yaml --clock simulated --seed 7   # the same log each time',
    'paystage run paystage/ --report junit=reports/paystage.xml --report html=reports/paystage.html',
    'paystage run paystage/ --parallel 4                # each in a lane of its own',
    'paystage run paystage/ --dry-run                   # checks the files, plays nothing: 0 good, 2 not',
    'paystage run paystage/ --grep refund --bail --json | jq .verdict',
  ],
  async run(call) {
    const { chooseScenarios, InvalidFiles, readScenarios, reportInvalidFiles } = await import(
      '../scenario-run/load-scenarios.js'
    );
    const { playScenarios } = await import('../scenario-run/play.js');
    const { args, values, output } = call;
    const paths = args.filter((path) => path !== undefined);
    try {
      const read = await readScenarios(paths);
      const scenarios = chooseScenarios(read, { grep: values.get(grepSetting), tags: values.get(tagSetting) });
      const files = read.map(({ file }) => file);
      if (values.get(dryRunSetting) !== true) return await playScenarios(call, scenarios, files);
      const { countSteps } = await import('../scenario-run/count-steps.js');
      return countSteps(scenarios, output, values.get(jsonSetting) === true);
    } catch (error) {
      if (error instanceof InvalidFiles) return reportInvalidFiles(error, output, values.get(jsonSetting) === true);
      throw error;
    }
  },
};
