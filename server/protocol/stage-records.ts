/** Records of the stage itself. */

import type { JsonObject } from './json.js';

export interface AccountChanged {
  type: 'account.changed';
  provider: string;
  accountId: string;
  /** Settings that changed, new values; keys are named, never shown. */
  settings: JsonObject;
  rotatedKeys: string[];
  /** Those of them that count for a while only, for a check run, a scenario or the sample shop, and are not stored; absent where there are none. */
  passing?: string[];
}

export interface ClockChanged {
  type: 'clock.changed';
  now: string;
  speed: number;
  text: string;
}

/** Something the person in front of the harness should know; never about a payment. */
export interface HarnessNotice {
  type: 'harness.notice';
  level: 'info' | 'warning' | 'error';
  code: string;
  message: string;
  hint?: string;
}

export interface StageReset {
  type: 'stage.reset';
}
