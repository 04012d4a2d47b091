import { createHash, randomBytes } from 'node:crypto';
import type { Lane } from '../../client/lane.js';
import type { ClockView } from '../../http/control/replies.js';
import type { JsonObject } from '../../protocol/records.js';
import type { Provider } from '../../providers/provider.js';
import type { Scenario } from '../format/scenario.js';
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

/** Plays one scenario in a lane, and leaves neither faults nor holds nor a moved clock nor changed settings and keys behind. */
export async function playScenario(scenario: Scenario, parts: ScenarioParts): Promise<ScenarioResult> {
  const { lane, providers, seed, signal } = parts;
  const startedAt = performance.now();
  const steps: StepResult[] = [];
  const scope = new Scope(scenario, lane, { id: nameRun(scenario, seed), seed });
  let problem: StepProblem | null = null;
  let settings: Readonly<Record<string, JsonObject>> = {};
  const clockBefore = await lane.clock.read();
  try {
    scope.startSeq = (await lane.control.get<{ lastSeq: number }>('/records?limit=1')).lastSeq;
    for (const { name, value } of scenario.variables) scope.setVariable(name, scope.value(value));
    settings = await configure(scenario, scope, parts.target);
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
    await cleanUp(scope, settings, clockBefore);
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

/** @returns what the settings were before, by provider. */
async function configure(scenario: Scenario, scope: Scope, target: Targets): Promise<Record<string, JsonObject>> {
  const wanted: Record<string, JsonObject> = {};
  for (const part of [
    scenario.accounts,
    scenario.target as Readonly<Record<string, JsonObject>>,
    target as unknown as Readonly<Record<string, JsonObject>>,
  ])
    for (const [provider, settings] of Object.entries(part))
      wanted[provider] = { ...wanted[provider], ...scope.object(settings) };
  const before: Record<string, JsonObject> = {};
  for (const [provider, settings] of Object.entries(wanted)) {
    const present = (await scope.lane.control.get<{ settings: JsonObject }>(`/accounts/${provider}`)).settings;
    before[provider] = Object.fromEntries(
      Object.keys(settings)
        .filter((name) => name in present)
        .map((name) => [name, present[name] ?? null]),
    );
    await scope.lane.configure(provider, settings);
  }
  return before;
}

async function cleanUp(
  { lane, openVisits, startSeq }: Scope,
  settings: Readonly<Record<string, JsonObject>>,
  clockBefore: ClockView,
): Promise<void> {
  await lane.faults.clear();
  await lane.holds.clear();
  await lane.holds.release();
  await Promise.allSettled(openVisits.splice(0));
  // A lane of its own is disposed of anyway.
  if (lane.name !== 'default') return;
  for (const [provider, before] of Object.entries(settings)) await lane.configure(provider, before);
  await restoreKeys(lane, startSeq);
  await restoreClock(lane, clockBefore);
}

/** Real time again where it was; a clock that somebody had moved before stays moved, by at least as much, and gets its speed back. */
async function restoreClock({ clock }: Lane, before: ClockView): Promise<void> {
  const { speed, aheadMs } = await clock.read();
  const wasReal = before.speed === 1 && before.aheadMs !== null && Math.abs(before.aheadMs) < DRIFT_MS;
  if (wasReal && (speed !== 1 || (aheadMs !== null && Math.abs(aheadMs) >= DRIFT_MS))) await clock.returnToRealTime();
  else if (speed !== before.speed) await clock.setSpeed(before.speed);
}

/** Further from the machine's clock than this was done on purpose, ms. */
const DRIFT_MS = 2_000;

/** The app and the next scenario know the keys from before. */
async function restoreKeys(lane: Lane, startSeq: number): Promise<void> {
  const changes = await lane.records({ types: ['account.changed'], after: startSeq });
  for (const change of changes) {
    if (change.type !== 'account.changed') continue;
    for (const key of change.rotatedKeys)
      await lane.control.post(`/accounts/${change.provider}/keys/${key}/rotate`, {
        value: lane.keys(change.provider)[key],
      });
  }
}

/** Short, for references of orders: from the seed where there is one. */
function nameRun({ file, name }: Scenario, seed: string | null): string {
  if (seed === null) return randomBytes(4).toString('hex');
  return createHash('sha256')
    .update(`${seed}\n${file.split(/[\\/]/).at(-1)}\n${name}`)
    .digest('hex')
    .slice(0, 8);
}
