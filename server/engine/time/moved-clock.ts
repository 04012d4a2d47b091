import { sayDuration } from '../../domain/duration.js';
import type { HarnessNotice } from '../../protocol/records.js';

/** What everybody is told when the machine's clock has moved under a running stage; `byMs` is negative when it was set back. */
export function describeMovedClock(byMs: number): HarnessNotice {
  const distance = sayDuration(Math.abs(byMs));
  const notice = { type: 'harness.notice', level: 'warning', code: 'clock_moved' } as const;
  if (byMs > 0) {
    return {
      ...notice,
      message: `The machine's clock went on by ${distance} at once: the machine slept, or its clock was set. The stage follows it.`,
      hint: 'What came due meanwhile is done now, once; timestamps from now on are those of the clock.',
    };
  }
  return {
    ...notice,
    message: `The machine's clock was set back by ${distance}. The stage's time goes on, so signed timestamps are ahead of it by that much.`,
    hint: 'An app that compares them with its own clock may refuse them: "paystage clock real" takes over the machine\'s time.',
  };
}
