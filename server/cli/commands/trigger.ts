import { runSettings } from '../scenario-run/run-settings.js';
import type { Verb } from '../verb.js';

/** A name that only one provider has. */
const plain = 'paid-at-once';

export const trigger: Verb = {
  name: 'trigger',
  summary: 'play a ready scenario at your app',
  description:
    'Plays one of the scenarios that come with Paystage at your app, as "paystage run" does with your own. "paystage scenarios" lists them; each is a file that can be copied and changed. With --target alone it is played at a plain receiver of webhooks: Paystage creates the payment, and what only your app could answer is left out and said so. With --variable shop=<url> your app sells, and is asked what it made of the order.',
  arguments: [{ syntax: '<name>', description: 'name of a ready scenario, or <provider>/<name>' }],
  settings: runSettings,
  examples: [
    'paystage scenarios',
    `paystage trigger ${plain} --target http://localhost:3000/webhooks   # whatever takes webhooks there`,
    `paystage trigger ${plain} --variable shop=http://localhost:3000     # an app that sells, and answers for its orders`,
    `paystage trigger ${plain} --target http://localhost:3000/webhooks --report html=report.html`,
  ],
  async run(call) {
    const { loadReady } = await import('../scenario-run/ready-scenarios.js');
    const { playScenarios } = await import('../scenario-run/play.js');
    const scenarios = await loadReady(call.args[0] ?? '');
    return await playScenarios(call, scenarios);
  },
};
