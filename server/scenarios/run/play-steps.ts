import { ExpectationError } from '../../client/expectation-error.js';
import { HarnessError } from '../../domain/errors.js';
import type { Judgement } from '../../judge/judgement.js';
import type { Provider } from '../../providers/provider.js';
import type { Step } from '../format/scenario.js';
import { type PlainStep, performStep, type StepParts } from './perform-step.js';
import type { StepProblem, StepResult } from './results.js';
import type { Scope } from './scope.js';
import { type Play, playOut, type Turn, takeTurns } from './take-turns.js';
import { untilStopped } from './until-stopped.js';

export interface PlayParts {
  scope: Scope;
  providers: readonly Provider[];
  signal: AbortSignal | undefined;
  /** Within branches that take turns. */
  inTurns?: boolean;
  onStep(step: StepResult): void;
}

/** How long the lane may take to settle after a step, real ms; a target that does not answer must not hold a scenario up for ever. */
const SETTLE_MS = 2_000;

/** Plays steps one after the other. @returns false as soon as one of them was not as expected or could not be done; the rest is skipped. */
export function playSteps(steps: readonly Step[], parts: PlayParts): Promise<boolean> {
  return playOut(play(steps, parts, ''));
}

async function* play(steps: readonly Step[], parts: PlayParts, place: string): Play {
  for (const [index, step] of steps.entries()) {
    const isGood = yield* playStep(step, parts, `${place}${index + 1}`);
    if (isGood) continue;
    for (const later of steps.slice(index + 1)) parts.onStep(toResult(later, 'skipped', 0, [], null));
    return false;
  }
  return true;
}

async function* playStep(step: Step, parts: PlayParts, mark: string): Play {
  if (step.type === 'repeat') {
    for (let round = 1; round <= step.times; round++) {
      if (step.counter !== null) parts.scope.setVariable(step.counter, round);
      if (!(yield* play(step.steps, parts, `${mark}.${round}.`))) return false;
    }
    return true;
  }
  if (step.type === 'parallel') return yield* playBranches(step.branches, parts, mark);
  const isGood = yield* playPlain(step, parts, `${parts.scope.lane.name}-${parts.scope.runId}-step-${mark}`);
  yield 'done';
  return isGood;
}

/** At the same time; in a lane that is to tell the same story again in turns, since answers come in any order. */
async function* playBranches(branches: readonly (readonly Step[])[], parts: PlayParts, mark: string): Play {
  const { scope } = parts;
  const inTurns = parts.inTurns || scope.lane.isRepeatable;
  const plays = branches.map((branch, index) =>
    play(branch, { ...parts, inTurns, scope: scope.fork() }, `${mark}.${index + 1}.`),
  );
  if (inTurns) return yield* takeTurns(plays);
  const played = await Promise.all(plays.map(playOut));
  return played.every((isGood) => isGood);
}

async function* playPlain(step: PlainStep, parts: PlayParts, mark: string): Play {
  const startedAt = performance.now();
  const finish = (verdict: StepResult['verdict'], judgements: readonly Judgement[], problem: StepProblem | null) => {
    parts.onStep(toResult(step, verdict, performance.now() - startedAt, judgements, problem));
    return verdict === 'passed';
  };
  try {
    parts.signal?.throwIfAborted();
    const { scope, providers } = parts;
    await scope.prepare(step);
    const judgements = parts.inTurns
      ? yield* awaitInTurns(step, { scope, providers, mark }, parts.signal)
      : await untilStopped(performStep(step, { scope, providers, mark }), parts.signal);
    const isGood = judgements.every(({ isMet }) => isMet);
    // The next step finds what this one set off done: in a repeatable lane the log is the same each time. Elsewhere a step that was not as
    // expected ends at its own limit, since none comes after it.
    if (isGood || scope.lane.isRepeatable) await untilStopped(scope.lane.idle(SETTLE_MS), parts.signal);
    return finish(isGood ? 'passed' : 'failed', judgements, null);
  } catch (error) {
    if (error instanceof ExpectationError) return finish('failed', error.judgements, null);
    return finish(isVerdict(error) ? 'failed' : 'broken', [], describeProblem(error));
  }
}

/** A step that waits looks once in each of its turns: what it waits for may be for another branch to do. */
async function* awaitInTurns(
  step: PlainStep,
  parts: StepParts,
  signal: AbortSignal | undefined,
): AsyncGenerator<Turn, Judgement[]> {
  const endsAtMs = performance.now() + findPatience(step);
  for (;;) {
    signal?.throwIfAborted();
    const isLastLook = performance.now() >= endsAtMs;
    try {
      const judgements = await untilStopped(performStep(step, { ...parts, looksOnce: true }), signal);
      if (isLastLook || judgements.every(({ isMet }) => isMet)) return judgements;
    } catch (error) {
      if (isLastLook || !(error instanceof ExpectationError)) throw error;
    }
    yield 'waiting';
  }
}

/** Real ms for which a step waits; 0 for one that acts, which is never done twice. */
function findPatience(step: PlainStep): number {
  if (step.type === 'wait') return step.until.type === 'time' ? 0 : step.withinMs;
  return step.type === 'expect' || step.type === 'await_payment' ? step.withinMs : 0;
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
