import type { CheckEvidence, CheckSeverity, CheckVerdict } from '../../protocol/check-records.js';
import type { CapturedRequest, CapturedResponse } from '../../protocol/records.js';
import type { Framework } from '../check.js';
import type { CheckRun } from '../run/results.js';

/** A run as every report takes it: secrets are masked already. */
export interface CheckReport extends Omit<CheckRun, 'findings'> {
  /** Of Paystage. */
  version: string;
  checks: readonly ReportedCheck[];
  /** As the process ends: 0, 1 or 2; 130 and the like where a signal stopped it. */
  exitCode: number;
}

/** One check with everything that helps to mend what it found. */
export interface ReportedCheck {
  id: string;
  title: string;
  severity: CheckSeverity;
  verdict: CheckVerdict;
  sentence: string;
  durationMs: number;
  evidence: readonly ReportedEvidence[];
  /** Of a check that did not pass. */
  advice?: { must: string; costs: string; fixes: Readonly<Record<Framework, string>>; page: string };
}

export interface ReportedEvidence extends CheckEvidence {
  /** What was sent and answered, where something was. */
  request?: CapturedRequest;
  response?: CapturedResponse | null;
  /** For a shell: the same request again, signed on the spot where it was signed. */
  reproduction?: string;
}
