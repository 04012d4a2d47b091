import { ExpectationError } from '../../client/expectation-error.js';
import { HarnessError } from '../../domain/errors.js';
import type { Judgement } from '../../judge/judgement.js';
import type { Provider } from '../../providers/provider.js';
import type { Step } from '../format/scenario.js';
import { performStep } from './perform-step.js';
import type { StepProblem, StepResult } from './results.js';
import type { Scope } from './scope.js';

export interface PlayParts {
  scope: Scope;
  providers: readonly Provider[];
  signal: AbortSignal | undefined;
  onStep(step: StepResult): void;
}

/** How long the lane may take to settle after a step, real ms; a target that does not answer must not hold a scenario up for ever. */
const SETTLE_MS = 2_000;

/** Plays steps one after the other. @returns false as soon as one of them was not as expected or could not be done; the rest is skipped. */
export async function playSteps(steps: readonly Step[], parts: PlayParts, place = ''): Promise<boolean> {
  for (const [index, step] of steps.entries()) {
    const isGood = await playStep(step, parts, `${place}${index + 1}`);
    if (isGood) continue;
    for (const later of steps.slice(index + 1)) parts.onStep(toResult(later, 'skipped', 0, [], null));
    return false;
  }
  return true;
}

async function playStep(step: Step, parts: PlayParts, mark: string): Promise<boolean> {
  if (step.type === 'repeat') {
    for (let round = 1; round <= step.times; round++) {
      if (step.counter !== null) parts.scope.setVariable(step.counter, round);
      if (!(await playSteps(step.steps, parts, `${mark}.${round}.`))) return false;
    }
    return true;
  }
  if (step.type === 'parallel') {
    const { lastPayment } = parts.scope;
    const played = await Promise.all(step.branches.map((branch, index) => playSteps(branch, parts, `${mark}.${index + 1}.`)));
    // Which branch came last is chance.
    parts.scope.lastPayment = lastPayment;
    return played.every((isGood) => isGood);
  }
  const startedAt = performance.now();
  const finish = (verdict: StepResult['verdict'], judgements: readonly Judgement[], problem: StepProblem | null) =>
    parts.onStep(toResult(step, verdict, performance.now() - startedAt, judgements, problem));
  try {
    parts.signal?.throwIfAborted();
    const { scope, providers } = parts;
    await scope.prepare(step);
    const judgements = await performStep(step, { scope, providers, mark: `${scope.lane.name}-${scope.runId}-step-${mark}` });
    // The next step finds what this one set off done: in a repeatable lane the log is the same each time.
    await scope.lane.idle(SETTLE_MS);
    const isMet = judgements.every((judgement) => judgement.isMet);
    finish(isMet ? 'passed' : 'failed', judgements, null);
    return isMet;
  } catch (error) {
    if (error instanceof ExpectationError) finish('failed', error.judgements, null);
    else finish(isVerdict(error) ? 'failed' : 'broken', [], describeProblem(error));
    return false;
  }
}

/** Exit code 1 is for verdicts about the app; everything else kept us from judging. */
function isVerdict(error: unknown): boolean {
  return error instanceof HarnessError && error.exitCode === 1 && VERDICT_CODES.has(error.code);
}

const VERDICT_CODES = new Set(['not_refused']);

export function describeProblem(error: unknown): StepProblem {
  if (error instanceof HarnessError) return { code: error.code, message: error.message, hint: error.hint ?? null };
  if (error instanceof Error && error.name === 'AbortError')
    return { code: 'stopped', message: 'The run was stopped.', hint: null };
  return { code: 'defect', message: error instanceof Error ? (error.stack ?? error.message) : String(error), hint: null };
}

function toResult(
  { title, path, place }: Step,
  verdict: StepResult['verdict'],
  durationMs: number,
  judgements: readonly Judgement[],
  problem: StepProblem | null,
): StepResult {
  return { title, path, place, verdict, durationMs: Math.round(durationMs), judgements, problem };
}
