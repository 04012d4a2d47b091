import { checkSettings } from '../check-run/check-settings.js';
import type { Verb } from '../verb.js';

export const check: Verb = {
  name: 'check',
  summary: 'judge how your app takes webhooks and redirects',
  description:
    'Sends your app valid events and, one difference at a time, wrong ones: forged, repeated, late, cut off, unknown. Says of each check whether your app does what a correct one does, with the bytes that were sent, why it matters and how to mend it. What your app did with an order is only known with --probe; without it such checks stay inconclusive. Uses the stage that runs, or starts one in memory. Exits 0 when no check failed, 1 when one did, 2 when nothing could be judged or somebody stopped it on the page, 130 when it was stopped with Ctrl-C.',
  arguments: [{ syntax: '<provider>', description: 'whose events your app takes' }],
  settings: checkSettings,
  examples: [
    'paystage check <provider> --endpoint http://localhost:3000/webhooks --probe "http://localhost:3000/orders/{reference}"',
    'paystage check <provider> --endpoint http://localhost:3000/webhooks --secret <secret> --only SIG-1,SIG-2',
    'paystage check <provider> --endpoint http://localhost:3000/webhooks --probe "node probe.mjs {reference}" --create http://localhost:3000/orders',
    'paystage check <provider> --endpoint http://localhost:3000/webhooks --report junit=checks.xml --report html=checks.html',
  ],
  async run(call) {
    const { playChecks } = await import('../check-run/play-checks.js');
    return await playChecks(call);
  },
};
