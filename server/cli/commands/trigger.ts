import { runSettings } from '../scenario-run/run-settings.js';
import type { Verb } from '../verb.js';

export const trigger: Verb = {
  name: 'trigger',
  summary: 'play a ready scenario at your app',
  description:
    'Plays one of the scenarios that come with Paystage at your app, as "paystage run" does with your own. "paystage scenarios" lists them; each is a file that can be copied and changed.',
  arguments: [{ syntax: '<name>', description: 'name of a ready scenario, or <provider>/<name>' }],
  settings: runSettings,
  examples: [
    'paystage scenarios',
    'paystage trigger <name> --variable shop=http://localhost:4000   # what its file calls your app',
    'paystage trigger <name> --target http://localhost:3000/webhooks',
    'paystage trigger <name> --report html=report.html',
  ],
  async run(call) {
    const { loadReady } = await import('../scenario-run/ready-scenarios.js');
    const { playScenarios } = await import('../scenario-run/play.js');
    const scenarios = await loadReady(call.args[0] ?? '');
    return await playScenarios(call, scenarios);
  },
};
