import type { Construction, Step } from './construction.js';

/** Stable words for what a receiver does wrong; docs/signatures.md lists them. */
export type CauseId =
  | 'raw-body'
  | 'reserialised-body'
  | 'sorted-keys'
  | 'pretty-printed'
  | 'changed-body'
  | 'body-parser-missing'
  | 'wrong-text-encoding'
  | 'separator-inserted'
  | 'body-first'
  | 'milliseconds'
  | 'timestamp-changed'
  | 'timestamp-left-out'
  | 'timestamp-header-lost'
  | 'signature-header-lost'
  | 'unprefixed-secret'
  | 'padded-secret'
  | 'secret-missing'
  | 'secret-decoded'
  | 'wrong-secret'
  | 'upper-case-hex'
  | 'base64-signature'
  | 'expects-prefix'
  | 'mangled-signature'
  | 'wrong-hash'
  | 'no-verification'
  | 'accepts-unsigned'
  | 'accepts-but-wrong-status'
  | 'clock-skew'
  | 'crashing'
  | 'wrong-path'
  | 'content-type-refused'
  | 'rate-limited'
  | 'redirecting'
  | 'unreachable'
  | 'unclear';

/** One way to go wrong, as the step that is taken otherwise. Two mistakes of different steps can be made together. */
export interface Mistake {
  id: string;
  cause: CauseId;
  step: Step;
  /** What happens then, and what would be right. */
  sentence: string;
  /** What a receiver does that makes it, completing "a receiver that ...". */
  habit: string;
  change: Partial<Construction>;
}
