import { HarnessError } from '../domain/errors.js';
import type { Judgement } from '../judge/judgement.js';
import { formatJudgements } from '../judge/table.js';

/** Something did not happen as expected. Its message is a table: expected, seen, nearest record. */
export class ExpectationError extends HarnessError {
  /** The same as data, the unmet first. */
  readonly judgements: readonly Judgement[];

  constructor(judgements: readonly Judgement[], where = 'Not as expected') {
    super('expectation_failed', `${where}:\n\n${formatJudgements(judgements)}\n`, { exitCode: 1 });
    this.name = 'ExpectationError';
    this.judgements = judgements;
  }
}
