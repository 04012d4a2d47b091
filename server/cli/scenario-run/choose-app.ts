import { HarnessError } from '../../domain/errors.js';
import { providers } from '../../providers/index.js';
import { leaveOutApp } from '../../scenarios/format/leave-out-app.js';
import { listProviders } from '../../scenarios/format/list-providers.js';
import type { Scenario } from '../../scenarios/format/scenario.js';
import type { Targets } from '../../scenarios/run/play-scenario.js';

/** Names in a message. */
const MAX_NAMED = 8;

/**
 * A target that is named, and no app: whoever asks for that has a receiver of webhooks and nothing that sells. Then whatever needs the app
 * is left out.
 * @param named variables that --variable gives.
 * @throws HarnessError `needs_app` naming the scenarios that would say nothing then.
 */
export function chooseApp(scenarios: readonly Scenario[], target: Targets, named: readonly string[]): Scenario[] {
  const needing: { name: string; app: string }[] = [];
  const chosen = scenarios.flatMap((scenario) => {
    const { app, name } = scenario;
    const used = providers.filter((provider) => listProviders([scenario]).includes(provider.name));
    const targets = used.filter((provider) => target[provider.name] !== undefined);
    if (app === null || named.includes(app) || targets.length === 0) return [scenario];
    const hasWayBack = targets.some((provider) =>
      provider.targets.some(({ receivesEvents, setting }) => !receivesEvents && target[provider.name]?.[setting] !== undefined),
    );
    const left = leaveOutApp(scenario, app, hasWayBack);
    if (left === null) needing.push({ name, app });
    return left ?? [];
  });
  const [first] = needing;
  if (!first) return chosen;
  const names = needing.slice(0, MAX_NAMED).map(({ name }) => `"${name}"`);
  const more = needing.length > MAX_NAMED ? ` and ${needing.length - MAX_NAMED} more` : '';
  const verb = needing.length === 1 ? 'says' : 'say';
  throw new HarnessError('needs_app', `${names.join(', ')}${more} ${verb} nothing without the app itself.`, {
    exitCode: 2,
    hint: `Name it, beside the target or in its place: --variable ${first.app}=http://localhost:3000. docs/running.md says what it has to answer.`,
  });
}
