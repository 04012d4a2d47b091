import type { RunResult, ScenarioResult } from '../run/results.js';

/** A run as every report takes it: secrets are masked already. */
export interface Report extends RunResult {
  /** Of Paystage. */
  version: string;
  /** Chosen and not played to their end, because the run was over before. */
  notPlayed: readonly ScenarioHead[];
  /** Why the run was over before; null when it was not. */
  stopped: 'bail' | 'signal' | null;
}

export type ScenarioHead = Pick<ScenarioResult, 'name' | 'file' | 'tags'>;

export interface Counts {
  passed: number;
  failed: number;
  broken: number;
  notPlayed: number;
}

export function countScenarios({ scenarios, notPlayed }: Report): Counts {
  const count = (verdict: ScenarioResult['verdict']) => scenarios.filter((scenario) => scenario.verdict === verdict).length;
  return { passed: count('passed'), failed: count('failed'), broken: count('broken'), notPlayed: notPlayed.length };
}

/** True when it was played to the end and judged nothing: whatever that says, it is no verdict. */
export function hasCheckedNothing({ verdict, problem, steps }: ScenarioResult): boolean {
  return verdict === 'broken' && problem === null && steps.every((step) => step.verdict === 'passed');
}

/**
 * What the run says as a whole. `nothing_checked`: there is no verdict about the app at all.
 * `failed` also when a scenario could not be judged, because then nobody knows.
 */
export function judgeRun({ scenarios, notPlayed }: Report): 'passed' | 'failed' | 'nothing_checked' {
  const judged = scenarios.filter((scenario) => !hasCheckedNothing(scenario));
  if (judged.some(({ verdict }) => verdict !== 'passed')) return 'failed';
  if (judged.length < scenarios.length || scenarios.length === 0) return 'nothing_checked';
  return notPlayed.length === 0 ? 'passed' : 'failed';
}
