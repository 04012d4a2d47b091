import { NOT_SENT_BACK } from '../../judge/judge-visit.js';
import { listProviders } from '../../scenarios/format/list-providers.js';
import type { Scenario } from '../../scenarios/format/scenario.js';
import type { Report } from '../../scenarios/report/report.js';
import { nameTarget, targetFlags } from '../target-settings.js';
import type { VerbCall } from '../verb.js';
import type { LaneChoice } from './lane-choice.js';
import { startSetting } from './run-settings.js';

/** Without a target every app looks good: the built-in receiver acknowledges. */
export function noteMissing({ output }: VerbCall, scenarios: readonly Scenario[]): void {
  for (const name of new Set(scenarios.flatMap(({ withoutTarget }) => withoutTarget))) {
    output.note(
      `note: no target is named for ${name}, so its events go to the built-in receiver; --target ${name}=<url> says where your app listens.`,
    );
  }
}

/** A standing clock of a seed is years away from the app's own; one that looks at timestamps refuses everything. */
export function noteOldTime({ scenarios }: Report, { lanes }: LaneChoice, { output, values }: VerbCall): void {
  if (lanes.kind !== 'own' || lanes.clock === undefined || values.get(startSetting) !== undefined) return;
  const unmet = scenarios.flatMap(({ steps }) => steps.flatMap(({ judgements }) => judgements.filter(({ isMet }) => !isMet)));
  if (!unmet.some(({ nearest }) => /\banswered 4\d\d\b/.test(nearest?.sentence ?? ''))) return;
  output.note(
    'note: simulated time stands still, and with a seed it begins at 2026-01-01. An app that compares timestamps with its own clock refuses then: --start now begins at the present.',
  );
}

/** A checkout that was not told where the browser goes keeps it, whatever the app does. */
export function noteNoWayBack({ scenarios: results }: Report, scenarios: readonly Scenario[], { output }: VerbCall): void {
  const stayed = results.filter(({ steps }) =>
    steps.some(({ judgements }) => judgements.some(({ isMet, seen }) => !isMet && seen.startsWith(NOT_SENT_BACK))),
  );
  const files = new Set(stayed.map(({ file }) => file));
  const used = listProviders(scenarios.filter(({ file }) => files.has(file)));
  const ways = targetFlags.filter(({ provider, target }) => used.includes(provider) && !target.receivesEvents);
  if (ways.length === 0) return;
  const flags = ways.map((flag) => `--target ${nameTarget(flag)}=<url>`).join(', ');
  output.note(
    `note: the checkout sends the customer's browser back where the payment or the account says; ${flags} says it for a run.`,
  );
}
