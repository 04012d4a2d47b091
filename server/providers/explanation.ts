import type { Account } from '../domain/account.js';
import type { PaymentEvent } from '../domain/payment.js';
import type { Header } from '../protocol/records.js';
import type { Evidence } from './evidence.js';

/** An attempt as it went over the wire. */
export interface AttemptToExplain {
  /** With the keys that are valid now, which may be others than those of the attempt. */
  account: Account;
  event: PaymentEvent;
  /** The bytes that were sent; as the text they encode in UTF-8, where they do. Not the event's when somebody edited them. */
  body: string | Buffer;
  /** Headers as sent. */
  headers: readonly Header[];
}

/** What the receiver gets to check, worked out once more from what was sent. Never holds a secret. */
export interface AttemptExplanation {
  /** `match`: the check succeeds with the present key. `mismatch`: it fails, and the last step says why. `unsigned`: there is nothing to check. */
  result: 'match' | 'mismatch' | 'unsigned';
  /** One plain sentence that says so. */
  sentence: string;
  steps: readonly ExplanationStep[];
}

export interface ExplanationStep {
  title: string;
  /** What happens in this step, in plain words. */
  text: string;
  /** What it yields, exactly: a text, hex or base64. */
  value?: string;
  evidence: Evidence;
  source: string;
}
