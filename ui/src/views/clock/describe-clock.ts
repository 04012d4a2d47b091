import type { ClockView } from '../../../../server/http/control/replies.js';
import { sayDurationRoughly } from '../../schema-form/durations.js';

/** Less is what a look at the clock takes, not somebody who moved it. */
const SLACK_MS = 2_000;

/** `Clock frozen`, `Clock 60×`, `Clock +1 d`; null while it is real time, which nobody has to be told. */
export function describeClock({ speed, aheadMs }: Pick<ClockView, 'speed' | 'aheadMs'>): string | null {
  if (speed === 0) return 'Clock frozen';
  if (speed !== 1) return `Clock ${speed}×`;
  if (aheadMs === null || Math.abs(aheadMs) < SLACK_MS) return null;
  return `Clock ${aheadMs > 0 ? '+' : '−'}${sayDurationRoughly(Math.abs(aheadMs))}`;
}
