import type { Judgement } from '../../judge/judgement.js';
import type { ScenarioResult, StepProblem, StepResult } from '../run/results.js';
import { hasCheckedNothing } from './report.js';

/** Why a scenario did not pass, and where. */
export interface Finding {
  /** `failed`: not as expected. `broken`: it could not be judged. */
  verdict: 'failed' | 'broken';
  /** `file:line:column`, or the file for what happened before or after its steps. */
  where: string;
  /** Title of the step. */
  step: string | null;
  /** What was not met. */
  judgements: readonly Judgement[];
  problem: StepProblem | null;
}

/** In the order in which it happened; empty when the scenario passed. */
export function listFindings(result: ScenarioResult): Finding[] {
  const findings = result.steps.flatMap((step) => readStep(result.file, step));
  if (result.problem) findings.push(findInFile(result.file, result.problem));
  if (hasCheckedNothing(result)) findings.push(findInFile(result.file, NOTHING_CHECKED));
  return findings;
}

export function countSkipped({ steps }: ScenarioResult): number {
  return steps.filter(({ verdict }) => verdict === 'skipped').length;
}

const NOTHING_CHECKED: StepProblem = {
  code: 'nothing_checked',
  message: 'Its steps checked nothing, so it says nothing about the app.',
  hint: 'Add an "expect" step.',
};

function readStep(file: string, { verdict, title, place, judgements, problem }: StepResult): Finding[] {
  if (verdict === 'passed' || verdict === 'skipped') return [];
  const where = `${file}:${place.line}:${place.column}`;
  return [{ verdict, where, step: title, judgements: judgements.filter(({ isMet }) => !isMet), problem }];
}

function findInFile(file: string, problem: StepProblem): Finding {
  return { verdict: 'broken', where: file, step: null, judgements: [], problem };
}
