import { HarnessError } from '../../domain/errors.js';
import { describeGivenKey } from '../../domain/secret-length.js';
import { toSentence } from '../../domain/sentence.js';
import type { ExamProvider } from '../exam/exam.js';

/** Known without asking the stage, so that nothing has begun. @throws HarnessError `invalid_key`. */
export function refuseKey({ title, keys, exam }: ExamProvider, secret: string | undefined): void {
  const key = keys.find(({ name }) => name === exam.secretKey);
  const fault = secret === undefined || key === undefined ? null : describeGivenKey(secret, key);
  if (fault !== null) throw new HarnessError('invalid_key', `${title} ${key?.title}: ${toSentence(fault)}`);
}
