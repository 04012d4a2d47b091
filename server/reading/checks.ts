import type { CheckFinished, CheckResult, CheckRunEnded, CheckRunStarted, CheckVerdict } from '../protocol/check-records.js';
import { readOwn } from './read-own.js';

/** The verdict of a check in a word or two. */
export const checkVerdictWords: Readonly<Record<CheckVerdict | CheckResult, string>> = {
  pass: 'pass',
  warn: 'warning',
  fail: 'fail',
  info: 'info',
  inconclusive: 'inconclusive',
  skipped: 'skipped',
  gate: 'gate failed',
  stopped: 'stopped',
};

const tones: Readonly<Record<CheckVerdict | CheckResult, 'good' | 'bad' | 'warn' | null>> = {
  pass: 'good',
  warn: 'warn',
  fail: 'bad',
  info: null,
  inconclusive: 'warn',
  skipped: null,
  gate: 'bad',
  stopped: 'warn',
};

export function toneOfCheck(verdict: CheckVerdict | CheckResult): 'good' | 'bad' | 'warn' | null {
  return readOwn(tones, verdict) ?? null;
}

/** `3 checks of http://localhost:3000 begin`. */
export function tellCheckStart({ checks, target }: Pick<CheckRunStarted, 'checks' | 'target'>): string {
  return `${checks.length} ${checks.length === 1 ? 'check' : 'checks'} of ${target} begin${checks.length === 1 ? 's' : ''}`;
}

/** `check SIG-1, tampered body: answered 204, and the order was paid`. */
export function tellFinding({ check, title, sentence }: Pick<CheckFinished, 'check' | 'title' | 'sentence'>): string {
  return `check ${check}, ${title}: ${sentence}`;
}

/** `checks ended: 12 pass, 1 fail`. */
export function tellCheckEnd({ counts, result }: Pick<CheckRunEnded, 'counts' | 'result'>): string {
  const found = Object.entries(counts).filter(([, count]) => count > 0);
  const list = found.map(([verdict, count]) => `${count} ${readOwn(checkVerdictWords, verdict) ?? verdict}`);
  const how = result === 'stopped' ? 'were stopped' : result === 'gate' ? 'ended at the gate' : 'ended';
  return `checks ${how}: ${list.length === 0 ? 'nothing was found' : list.join(', ')}`;
}
