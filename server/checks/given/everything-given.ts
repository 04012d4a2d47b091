import type { ExamGiven } from '../check.js';

/** What is known about one provider alone, whatever is given: its own checks stay. */
export const EVERYTHING_GIVEN: ExamGiven = { hasProbe: true, hasCreate: true, hasCallback: true, isInteractive: true };
