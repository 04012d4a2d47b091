import type { CheckEvidence, CheckSeverity, CheckVerdict } from '../protocol/check-records.js';
import type { ExamProfile } from '../providers/exam.js';
import type { Exam } from './exam/exam.js';

/** What one check came to. */
export interface Finding {
  /** `warn`: something that should be. `fail`: something that must be. `inconclusive`: what was seen is not enough to say. */
  verdict: CheckVerdict;
  /** The one sentence that matters. */
  sentence: string;
  evidence: readonly CheckEvidence[];
  /** Code for the very cause that was found, in place of the check's own. */
  fixes?: Advice['fixes'];
}

/** What helps a developer whose receiver fails a check. */
export interface Advice {
  /** What a correct handler does, in one sentence. */
  must: string;
  /** Why it costs money, in one sentence. */
  costs: string;
  /** The smallest code that mends it. */
  fixes: Readonly<Record<Framework, string>>;
}

export const FRAMEWORKS = ['express', 'fastify', 'koa', 'next'] as const;
export type Framework = (typeof FRAMEWORKS)[number];

/** One property of a receiver that can be judged from outside. Ids never change. */
export interface Check {
  id: string;
  title: string;
  severity: CheckSeverity;
  advice: Advice;
  /** Why it cannot be judged for this provider or with what was given; null when it can. */
  findObstacle(profile: ExamProfile, given: ExamGiven): Obstacle | null;
  /** Needs an operator who does something in the middle, such as replacing a key; runs last, and only when asked for. */
  isInteractive?: true;
  /** Runs after everything but interactive checks, with the requests that are left. */
  isLast?: true;
  /** Runs after all others, one at a time: it measures time, changes what all share, or judges what the others saw. */
  isAlone?: true;
  /** @throws InconclusiveError when something stood in the way of judging. */
  run(exam: Exam): Promise<Finding>;
}

/** What whoever runs the checks has given. */
export interface ExamGiven {
  hasProbe: boolean;
  hasCreate: boolean;
  hasCallback: boolean;
  isInteractive: boolean;
}

/** `other-provider`: it is not about this one, so it is left out. `skipped`: it would need what was not given. */
export interface Obstacle {
  kind: 'other-provider' | 'skipped';
  reason: string;
}
