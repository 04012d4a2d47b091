import type { Lane } from '../../client/lane.js';
import type { LaneOptions, Stage } from '../../client/stage.js';
import type { Provider } from '../../providers/provider.js';
import type { Scenario } from '../format/scenario.js';
import { nameLanes } from './name-lanes.js';
import { playScenario, type Targets } from './play-scenario.js';
import { describeProblem } from './play-steps.js';
import type { RunResult, ScenarioResult, StepResult } from './results.js';

export type RunEvent =
  | { type: 'scenario_started'; scenario: Scenario }
  | { type: 'step_finished'; scenario: Scenario; step: StepResult }
  | { type: 'scenario_finished'; scenario: Scenario; result: ScenarioResult };

export interface RunOptions {
  scenarios: readonly Scenario[];
  stage: Stage;
  providers: readonly Provider[];
  /** `default`: every scenario in the stage's default lane, one after the other. `own`: each in a lane of its own. */
  lanes: { kind: 'default' } | { kind: 'own'; clock?: LaneOptions['clock']; seed?: string; accounts?: LaneOptions['accounts'] };
  /** By provider and setting: where the app listens; wins over what a file says. */
  target: Targets;
  /** How many at a time; more than one needs lanes of their own. */
  parallel: number;
  /** Stops after the first that does not pass. */
  bail: boolean;
  signal?: AbortSignal;
  onEvent(event: RunEvent): void;
}

/** Plays scenarios; never throws for what one of them does. Those that were not played any more are left out of the result. */
export async function runScenarios(options: RunOptions): Promise<RunResult> {
  const startedAt = new Date().toISOString();
  const start = performance.now();
  const results: ScenarioResult[] = [];
  const waiting = [...options.scenarios.entries()];
  const names = nameLanes(options.scenarios.map(({ file }) => file));
  let isOver = false;
  const work = async () => {
    for (let next = waiting.shift(); next && !isOver && !options.signal?.aborted; next = waiting.shift()) {
      const [index, scenario] = next;
      options.onEvent({ type: 'scenario_started', scenario });
      const result = await playInLane(scenario, names[index] ?? '', options);
      results[index] = result;
      options.onEvent({ type: 'scenario_finished', scenario, result });
      if (options.bail && result.verdict !== 'passed') isOver = true;
    }
  };
  const workers = options.lanes.kind === 'own' ? Math.max(1, options.parallel) : 1;
  await Promise.all(Array.from({ length: workers }, work));
  return {
    startedAt,
    durationMs: Math.round(performance.now() - start),
    scenarios: results.filter((result) => result !== undefined),
  };
}

async function playInLane(scenario: Scenario, name: string, options: RunOptions): Promise<ScenarioResult> {
  const { stage, providers, target, lanes, signal } = options;
  const startedAt = performance.now();
  const seed = lanes.kind === 'own' ? (lanes.seed ?? null) : null;
  let lane: Lane | null = null;
  try {
    lane = await openLane(name, stage, lanes);
    const onStep = (step: StepResult) => options.onEvent({ type: 'step_finished', scenario, step });
    return await playScenario(scenario, { lane, providers, target, seed, signal, onStep });
  } catch (error) {
    const { file, tags, notAsked, withoutTarget } = scenario;
    const durationMs = Math.round(performance.now() - startedAt);
    return {
      name: scenario.name,
      file,
      tags,
      notAsked,
      withoutTarget,
      verdict: 'broken',
      durationMs,
      lane: lane?.name ?? '',
      seed,
      steps: [],
      problem: describeProblem(error),
    };
  } finally {
    await lane?.close().catch(() => {});
  }
}

function openLane(name: string, stage: Stage, lanes: RunOptions['lanes']): Promise<Lane> {
  if (lanes.kind === 'default') return stage.openLane();
  const { clock, seed, accounts } = lanes;
  return stage.lane({
    // Ids come from the seed and the name of the lane.
    ...(seed === undefined ? {} : { seed, name }),
    ...(clock === undefined ? {} : { clock }),
    ...(accounts === undefined ? {} : { accounts }),
  });
}
