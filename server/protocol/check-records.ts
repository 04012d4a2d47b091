import type { JsonObject } from './json.js';

/** How bad it is when a check fails. `gate`: nothing else can be judged then. `critical`: money or goods are lost. `info`: it only tells. */
export type CheckSeverity = 'gate' | 'critical' | 'high' | 'medium' | 'low' | 'info';

/** What one check came to. `inconclusive`: it could not be judged. `skipped`: it was not tried. */
export type CheckVerdict = 'pass' | 'warn' | 'fail' | 'info' | 'inconclusive' | 'skipped';

/** How a run ended. `gate`: the gate failed, so the rest was skipped. `stopped`: somebody or something ended it early. */
export type CheckResult = 'pass' | 'fail' | 'gate' | 'stopped';

/** A check before it was made. */
export interface CheckTitle {
  /** Such as `SIG-1`. */
  id: string;
  title: string;
  severity: CheckSeverity;
}

/** One thing that a check looked at. */
export interface CheckEvidence {
  name: string;
  /** The record that shows it; null where none does. */
  seq: number | null;
  expected: string;
  seen: string;
  /** Null: it was not judged. */
  isMet: boolean | null;
}

/** Somebody began to judge the app. */
export interface CheckRunStarted {
  type: 'check.run_started';
  runId: string;
  provider: string;
  /** Those that are to be made, in their order. */
  checks: CheckTitle[];
  /** What is judged, in words: mostly the app's URL. */
  target: string;
  options: JsonObject;
}

/** One check of a run is done. */
export interface CheckFinished {
  type: 'check.finished';
  runId: string;
  /** Its id, such as `SIG-1`. */
  check: string;
  title: string;
  severity: CheckSeverity;
  verdict: CheckVerdict;
  sentence: string;
  evidence: CheckEvidence[];
  /** Real ms that it took, where that was said. */
  tookMs?: number;
}

export interface CheckRunEnded {
  type: 'check.run_ended';
  runId: string;
  /** How many findings of each verdict there are. */
  counts: Record<CheckVerdict, number>;
  result: CheckResult;
  /** Requests that were sent to the app, where that was said. */
  requests?: number;
  /** What else the traffic showed, one sentence each; absent where it showed nothing. */
  notes?: string[];
}
