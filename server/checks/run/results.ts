import type { CheckSeverity, CheckVerdict, CheckResult as RunVerdict } from '../../protocol/check-records.js';
import type { Advice, Finding } from '../check.js';

export interface CheckedFinding extends Omit<Finding, 'fixes'> {
  id: string;
  title: string;
  severity: CheckSeverity;
  durationMs: number;
  advice: Advice;
}

/** Everything that a run of the checks came to. */
export interface CheckRun {
  /** Name of the run in the log; its records carry it. */
  runId: string;
  provider: string;
  providerTitle: string;
  /** Page of the provider about its events. */
  documentation: string;
  /** As it is called, with its credentials; no report has them. */
  endpoint: string;
  startedAt: string;
  durationMs: number;
  /** Requests that were sent to the app. */
  requests: number;
  findings: readonly CheckedFinding[];
  /** What else the traffic shows, one sentence each. */
  notes: readonly string[];
  result: RunVerdict;
}

export function countVerdicts(findings: readonly Pick<Finding, 'verdict'>[]): Record<CheckVerdict, number> {
  const counts: Record<CheckVerdict, number> = { pass: 0, warn: 0, fail: 0, info: 0, inconclusive: 0, skipped: 0 };
  for (const { verdict } of findings) counts[verdict]++;
  return counts;
}

/** 0 no fail; 1 at least one; 2 nothing can be said: the gate failed, it was stopped, or, when strict, anything was inconclusive. */
export function findExitCode({ result, findings }: Pick<CheckRun, 'result' | 'findings'>, isStrict: boolean): 0 | 1 | 2 {
  if (result === 'gate' || result === 'stopped') return 2;
  if (result === 'fail') return 1;
  return isStrict && findings.some(({ verdict }) => verdict === 'inconclusive') ? 2 : 0;
}
