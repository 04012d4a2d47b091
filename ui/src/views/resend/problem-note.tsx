import { showUnseen } from '../../format/text.js';
import type { DraftProblem } from '../../resend/check-draft.js';
import classes from './problem-note.module.css';

/** What is wrong with a field and what would do, under the field. `id` is for the field to point at. */
export function ProblemNote({ id, problem }: { id: string; problem: DraftProblem | undefined }) {
  if (!problem) return null;
  return (
    <p id={id} className={classes.note} role="alert">
      <strong className={classes.message}>{showUnseen(problem.message)}</strong>
      {problem.hint !== null && <span> {showUnseen(problem.hint)}</span>}
    </p>
  );
}
