import type { ProviderView } from '../../http/control/provider-replies.js';
import type { AccountView, PaymentView } from '../../http/control/replies.js';
import type { JsonObject, LogRecord } from '../../protocol/records.js';

/** Everything that a recording is made of; nothing in it is a secret of an account in full, except what an app wrote where no secret belongs. */
export interface RecordingParts {
  payment: PaymentView;
  /** Of the payment, oldest first. */
  records: readonly LogRecord[];
  /** Of its lane: faults and holds that were set, settings that were changed. */
  laneRecords: readonly LogRecord[];
  provider: ProviderView;
  account: AccountView;
  /** What an app of the lane needs, secrets masked. */
  env: Readonly<Record<string, string>>;
}

/** A step of the file, and where in the log it began. */
export interface RecordedStep {
  seq: number;
  step: JsonObject;
  /** Above it, in the file. */
  comment?: string;
}

/** A comment above a part of the document. */
export interface DocumentComment {
  path: readonly (string | number)[];
  text: string;
}

/** A scenario file in the making. */
export interface Recording {
  document: JsonObject;
  comments: readonly DocumentComment[];
  /** What was left out and why, and what a person should look at; a sentence each. */
  notes: readonly string[];
}
