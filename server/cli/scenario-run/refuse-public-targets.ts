import { canParseUrl } from '../../domain/can-parse-url.js';
import { HarnessError } from '../../domain/errors.js';
import type { Scenario } from '../../scenarios/format/scenario.js';
import type { Targets } from '../../scenarios/run/play-scenario.js';
import { createTargetProbe } from '../../transport/probe-target.js';
import { createTargetPolicy } from '../../transport/target-policy.js';

/**
 * A stage of our own sends nothing beyond this machine and its networks; it is better to say so before every delivery fails.
 * @param allowed hosts that --allow-target names.
 * @throws HarnessError `blocked_target` (exit 2).
 */
export async function refusePublicTargets(
  scenarios: readonly Scenario[],
  target: Targets,
  allowed: readonly string[],
): Promise<void> {
  const ask = createTargetProbe(createTargetPolicy(allowed));
  const parts = [target, ...scenarios.map((scenario) => scenario.target as Targets)];
  const urls = new Set(parts.flatMap((part) => Object.values(part).flatMap((settings) => Object.values(settings).flat())));
  for (const url of urls) {
    if (!canParseUrl(url)) continue;
    const { state, message } = await ask(url);
    if (state !== 'blocked') continue;
    // Some are never called, whatever is allowed.
    const way = message.endsWith('--allow-target does not list it')
      ? ` A test system that is yours can be allowed: --allow-target ${new URL(url).hostname}`
      : '';
    throw new HarnessError('blocked_target', `No webhook can be sent to ${url}: ${message}.`, {
      exitCode: 2,
      hint: `Run the app on this machine or in your own network.${way}`,
    });
  }
}
