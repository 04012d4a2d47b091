import { connectionSettings } from '../settings.js';
import type { Verb } from '../verb.js';

export const demo: Verb = {
  name: 'demo',
  summary: 'try everything with a sample shop: buy, pay, break it, check it',
  description:
    'Starts a small shop as a process of its own, beside the stage that runs or one in memory, and says what to do next. Buy and pay as a customer would and see the story on the live page; then break the shop with a switch and let the checks find out. Ctrl-C ends the shop, and the stage that was started for it.',
  arguments: [],
  settings: connectionSettings,
  examples: ['paystage demo', 'paystage demo --port 0      # on free ports'],
  async run(call) {
    const { runDemo } = await import('../run-demo.js');
    return await runDemo(call);
  },
};
