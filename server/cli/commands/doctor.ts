import { callbackSetting, diagnosisSettings } from '../diagnosis/diagnosis-settings.js';
import type { Verb } from '../verb.js';

export const doctor: Verb = {
  name: 'doctor',
  summary: 'look at everything between the stage and your app',
  description:
    'Looks at the way from the stage to your app: does a stage run, is your app reached and on which address, does it redirect, does it verify over the raw body with the right secret, does it answer as the provider wants it, quickly, with a clock that is right. Without a provider it looks at all whose addresses are known. Uses the stage that runs, or starts one in memory. Exits 0 when nothing is wrong (warnings are not), 1 when something is, 2 when it could not look, 130 when it was stopped with Ctrl-C.',
  arguments: [{ syntax: '[provider]', description: 'only this provider' }],
  settings: [callbackSetting, ...diagnosisSettings],
  examples: [
    'paystage doctor                                    # every address that the stage knows',
    'paystage doctor <provider> --endpoint http://localhost:3000/webhooks',
    'paystage doctor <provider> --endpoint http://localhost:3000/webhooks --callback http://localhost:3000/thanks --json',
  ],
  async run(call) {
    const { runDoctor } = await import('../diagnosis/run-doctor.js');
    return await runDoctor(call, callbackSetting);
  },
};
