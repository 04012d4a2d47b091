import type { HarnessNotice } from '../protocol/records.js';
import type { StorageProblem } from './event-log.js';

/** What everybody is told when the disk starts or stops refusing records. */
export function describeStorage(problem: StorageProblem | null): HarnessNotice {
  if (problem === null) {
    return {
      type: 'harness.notice',
      level: 'info',
      code: 'storage_recovered',
      message: 'Records are stored again; what had to wait is on disk.',
    };
  }
  return {
    type: 'harness.notice',
    level: 'error',
    code: 'storage_failing',
    message: `Records cannot be stored, so new calls are answered 507: ${problem.message}`,
    hint: 'It is tried again every half second; nothing that was acknowledged is lost.',
  };
}
