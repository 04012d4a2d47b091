import { HarnessError } from '../../domain/errors.js';
import { toSentence } from '../../domain/sentence.js';
import type { ExamProvider } from '../exam/exam.js';

/** Known without asking the stage, so that nothing has begun. @throws HarnessError `invalid_key`. */
export function refuseKey({ title, keys, exam }: ExamProvider, secret: string | undefined): void {
  const key = keys.find(({ name }) => name === exam.secretKey);
  const fault = secret === undefined ? null : (key?.check?.(secret) ?? null);
  if (fault !== null) throw new HarnessError('invalid_key', `${title} ${key?.title}: ${toSentence(fault)}`);
}
