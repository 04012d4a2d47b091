import type { Judgement } from '../../judge/judgement.js';
import type { NotAsked, Place } from '../format/scenario.js';

/** `failed`: something was not as expected. `broken`: it could not be judged, such as a step that is not possible or an app that cannot be asked. */
export type Verdict = 'passed' | 'failed' | 'broken';

export interface StepResult {
  title: string;
  /** Such as `steps[2].repeat.steps[0]`. */
  path: string;
  place: Place;
  verdict: Verdict | 'skipped';
  /** Real ms. */
  durationMs: number;
  /** What was expected and seen, met or not. */
  judgements: readonly Judgement[];
  problem: StepProblem | null;
}

/** Why a step ended the scenario. */
export interface StepProblem {
  code: string;
  message: string;
  hint: string | null;
}

export interface ScenarioResult {
  name: string;
  file: string;
  tags: readonly string[];
  /** What the file asks for and was left out, because no app was named. */
  notAsked: readonly NotAsked[];
  /** Providers for which no target was named: their events went to the built-in receiver, which takes everything. */
  withoutTarget: readonly string[];
  verdict: Verdict;
  /** Real ms. */
  durationMs: number;
  /** Of the lane that it was played in. */
  lane: string;
  seed: string | null;
  /** In the order in which they ended; those of parallel branches mixed. */
  steps: readonly StepResult[];
  /** What happened before the first step or after the last one. */
  problem: StepProblem | null;
}

export interface RunResult {
  startedAt: string;
  /** Real ms. */
  durationMs: number;
  scenarios: readonly ScenarioResult[];
}
