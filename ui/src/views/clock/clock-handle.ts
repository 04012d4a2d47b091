import type { ClockView } from '../../../../server/http/control/replies.js';
import type { ControlFailure } from '../../control/call-control.js';

export type ClockChange =
  | { speed: number }
  | { advanceMs: number }
  | { jumpTo: 'next-timer' | 'next-attempt' }
  | { realTime: true };

export interface ClockHandle {
  clock: ClockView | null;
  /** When it was read, on the clock of `performance.now()`. */
  receivedAt: number;
  /** True while a change is under way; it ends when whatever came due is done. */
  isBusy: boolean;
  failure: ControlFailure | null;
  /** Resolves with the clock after it, or null when nothing was changed: see `failure`. */
  change(change: ClockChange): Promise<ClockView | null>;
  refresh(): Promise<void>;
}
