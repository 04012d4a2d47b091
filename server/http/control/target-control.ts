import { z } from 'zod';
import { toSentence } from '../../domain/sentence.js';
import { hideCredentials } from '../../domain/url-credentials.js';
import type { Provider } from '../../providers/provider.js';
import { type ControlContext, defineRoute } from './control-route.js';
import { type TargetView, targetView } from './provider-replies.js';

export const targetControl = [
  defineRoute({
    method: 'GET',
    path: '/targets',
    summary: 'Where the target app listens, and whether it does: somebody connects, nothing is sent. Takes 3 s at most',
    reply: z.object({ targets: z.array(targetView) }),
    async handle(context) {
      const providers = [...context.engine.providers.values()];
      return { targets: await Promise.all(providers.flatMap((provider) => lookAtTargets(provider, context))) };
    },
  }),
];

function lookAtTargets(provider: Provider, context: ControlContext): Promise<TargetView>[] {
  const { settings } = context.engine.accounts.inLane(provider.name, context.lane);
  return provider.targets.flatMap((target) => {
    const urls = settings[target.setting];
    return (Array.isArray(urls) ? urls.map(String) : []).map(async (url): Promise<TargetView> => {
      const { state, message } = await lookAt(url, context);
      return {
        provider: provider.name,
        setting: target.setting,
        url: hideCredentials(url),
        receivesEvents: target.receivesEvents,
        state,
        message,
        checkedAt: new Date(context.engine.nowMs(context.lane)).toISOString(),
      };
    });
  });
}

async function lookAt(url: string, { address, probeTarget }: ControlContext): Promise<Pick<TargetView, 'state' | 'message'>> {
  if (url.startsWith(address.binUrl(''))) {
    return { state: 'reachable', message: 'the built-in receiver takes whatever is sent.' };
  }
  const { state, message } = await probeTarget(url);
  return { state, message: toSentence(message) };
}
