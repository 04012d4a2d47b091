import type { Harness } from '../../../server/index.js';
import { providers } from '../../../server/providers/index.js';
import type { ScenarioResult } from '../../../server/scenarios/run/results.js';
import { type RunOptions, runScenarios } from '../../../server/scenarios/run/run-scenarios.js';
import { parse } from '../format/parse.js';

/** Plays a file, given without its version and name, on a stage. */
export async function playText(
  harness: Harness,
  text: string,
  lanes: RunOptions['lanes'] = { kind: 'own', clock: 'simulated' },
): Promise<ScenarioResult> {
  const { scenarios } = await runScenarios({
    scenarios: [parse(`version: 1\nname: x\n${text}`)],
    stage: harness.stage,
    providers,
    lanes,
    target: {},
    parallel: 1,
    bail: false,
    onEvent() {},
  });
  const [result] = scenarios;
  if (!result) throw new Error('it was not played');
  return result;
}

/** What was expected and not seen, in the order of the steps. */
export function listUnmet({ steps }: ScenarioResult) {
  return steps.flatMap(({ judgements }) => judgements.filter(({ isMet }) => !isMet));
}
