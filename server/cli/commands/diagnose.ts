import { diagnosisSettings } from '../diagnosis/diagnosis-settings.js';
import { defineChoice } from '../setting.js';
import type { Verb } from '../verb.js';

export const snippetSetting = defineChoice({
  flag: 'snippet',
  description: 'print the fix as code for this framework',
  choices: ['express', 'fastify', 'koa', 'next'],
  isInFile: false,
});

export const diagnose: Verb = {
  name: 'diagnose',
  summary: 'find out why your app refuses genuine webhooks',
  description:
    'Sends your app deliveries, first a genuine one, then at most 119 that are signed as a mistaken app would work the signature out: it accepts the one that fits its mistake. Names the cause in one sentence, with the fix and a curl that shows it. With the id of a delivery it sends that one, where it went. Uses the stage that runs, or starts one in memory. Public hosts are called only when --allow-target names them. Exits 0 when your app verifies as it should, 1 when a cause was found, 2 when it was not reached, 130 when it was stopped with Ctrl-C.',
  arguments: [{ syntax: '[what]', description: 'a provider that signs, or the id of a delivery (dlv_...) on the running stage' }],
  settings: [snippetSetting, ...diagnosisSettings],
  examples: [
    'paystage diagnose --endpoint http://localhost:3000/webhooks',
    'paystage diagnose --endpoint http://localhost:3000/webhooks --secret <secret> --snippet express',
    'paystage diagnose dlv_12_1                         # the delivery that was refused',
    'paystage diagnose --endpoint http://localhost:3000/webhooks --json | jq .diagnosis.cause.id',
  ],
  async run(call) {
    const { runDiagnosis } = await import('../diagnosis/run-diagnosis.js');
    return await runDiagnosis(call, snippetSetting);
  },
};
