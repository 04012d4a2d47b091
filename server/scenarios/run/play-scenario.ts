import { createHash, randomBytes } from 'node:crypto';
import type { Lane } from '../../client/lane.js';
import type { JsonObject } from '../../protocol/records.js';
import type { Provider } from '../../providers/provider.js';
import type { Scenario } from '../format/scenario.js';
import { borrowAccounts, leaveLane } from './borrow-lane.js';
import { judgeFaults } from './judge-faults.js';
import { describeProblem, playSteps } from './play-steps.js';
import type { ScenarioResult, StepProblem, StepResult, Verdict } from './results.js';
import { Scope } from './scope.js';

/** By provider and setting: URLs where the app listens. */
export type Targets = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

export interface ScenarioParts {
  lane: Lane;
  providers: readonly Provider[];
  /** Wins over what the file says. */
  target: Targets;
  seed: string | null;
  signal: AbortSignal | undefined;
  onStep(step: StepResult): void;
}

/** Plays one scenario in a lane; a lane that others use as well is left as it was, but for the payments and the log. */
export async function playScenario(scenario: Scenario, parts: ScenarioParts): Promise<ScenarioResult> {
  const { lane, providers, seed, signal } = parts;
  const startedAt = performance.now();
  const steps: StepResult[] = [];
  const scope = new Scope(scenario, lane, { id: nameRun(scenario, seed), seed });
  let problem: StepProblem | null = null;
  const clockBefore = await lane.clock.read();
  try {
    scope.startSeq = (await lane.control.get<{ lastSeq: number }>('/records?limit=1')).lastSeq;
    for (const { name, value } of scenario.variables) scope.setVariable(name, scope.value(value));
    await borrowAccounts(lane, listSettings(scenario, scope, parts.target));
    const onStep = (step: StepResult) => {
      steps.push(step);
      parts.onStep(step);
    };
    const isGood = await playSteps(scenario.steps, { scope, providers, signal, onStep });
    // What comes after a step that failed might have been what the fault was for.
    if (isGood) for (const step of await judgeFaults(scope)) onStep(step);
  } catch (error) {
    problem = describeProblem(error);
  }
  try {
    await leaveLane(scope, clockBefore);
  } catch (error) {
    problem ??= describeProblem(error);
  }
  return {
    name: scenario.name,
    file: scenario.file,
    tags: scenario.tags,
    notAsked: scenario.notAsked,
    withoutTarget: scenario.withoutTarget,
    verdict: judgeAll(steps, problem),
    durationMs: Math.round(performance.now() - startedAt),
    lane: lane.name,
    seed,
    steps,
    problem,
  };
}

function judgeAll(steps: readonly StepResult[], problem: StepProblem | null): Verdict {
  if (problem || steps.some(({ verdict }) => verdict === 'broken')) return 'broken';
  if (steps.some(({ verdict }) => verdict === 'failed')) return 'failed';
  // A run that checked nothing says nothing.
  return steps.some(({ judgements }) => judgements.length > 0) ? 'passed' : 'broken';
}

/** By provider; what the file says of accounts gives way to its targets, and those to what was asked for beside it. */
function listSettings({ accounts, target }: Scenario, scope: Scope, asked: Targets): Record<string, JsonObject> {
  const wanted: Record<string, JsonObject> = {};
  for (const part of [accounts, target, asked] as unknown as Readonly<Record<string, JsonObject>>[])
    for (const [provider, settings] of Object.entries(part))
      wanted[provider] = { ...wanted[provider], ...scope.object(settings) };
  return wanted;
}

/** Short, for references of orders: from the seed where there is one. */
function nameRun({ file, name }: Scenario, seed: string | null): string {
  if (seed === null) return randomBytes(4).toString('hex');
  return createHash('sha256')
    .update(`${seed}\n${file.split(/[\\/]/).at(-1)}\n${name}`)
    .digest('hex')
    .slice(0, 8);
}
