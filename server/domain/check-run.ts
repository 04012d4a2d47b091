import type { CheckFinished, CheckResult, CheckTitle, CheckVerdict } from '../protocol/check-records.js';
import type { JsonObject, LogRecord } from '../protocol/records.js';

/** Checks of an app made one after the other, as the log tells it up to now. It outlives its lane: what was found stays true. */
export interface CheckRun {
  id: string;
  lane: string;
  provider: string;
  target: string;
  options: JsonObject;
  checks: CheckTitle[];
  /** Where it stands in the log. */
  seq: number;
  startedAtMs: number;
  /** In the order of their first report; a check that is reported again replaces what was found before. */
  findings: CheckFinding[];
  /** Null while it runs. */
  endedAtMs: number | null;
  result: CheckResult | null;
  /** Sent to the app; null while it runs, and where nobody said. */
  requests: number | null;
  /** What else its traffic showed, one sentence each. Absent while it runs, and where there is nothing to say. */
  notes?: string[];
}

export type CheckFinding = Omit<CheckFinished, 'type' | 'runId'> & { seq: number };

/** Older runs are forgotten; their records stay. */
const MAX_RUNS = 20;

/** Brings the runs up to `record`, in place. Records about other things are skipped. */
export function applyCheckRecord(runs: Map<string, CheckRun>, record: LogRecord): void {
  const atMs = Date.parse(record.at);
  switch (record.type) {
    case 'check.run_started': {
      const { runId: id, lane, provider, target, options, checks, seq } = record;
      const open = { findings: [], endedAtMs: null, result: null, requests: null };
      runs.set(id, { id, lane, provider, target, options, checks, seq, startedAtMs: atMs, ...open });
      const oldest = runs.size > MAX_RUNS ? runs.keys().next().value : undefined;
      if (oldest !== undefined) runs.delete(oldest);
      return;
    }
    case 'check.finished': {
      const { check, title, severity, verdict, sentence, evidence, tookMs, seq } = record;
      const findings = runs.get(record.runId)?.findings;
      if (!findings) return;
      const took = tookMs === undefined ? {} : { tookMs };
      const finding: CheckFinding = { check, title, severity, verdict, sentence, evidence, ...took, seq };
      const known = findings.findIndex((one) => one.check === check);
      if (known === -1) findings.push(finding);
      else findings[known] = finding;
      return;
    }
    case 'check.run_ended': {
      const run = runs.get(record.runId);
      if (!run) return;
      run.endedAtMs = atMs;
      run.result = record.result;
      run.requests = record.requests ?? null;
      if (record.notes) run.notes = record.notes;
      return;
    }
    // Whoever ran it there can report nothing more.
    case 'lane.disposed':
      for (const run of runs.values()) if (run.lane === record.lane && run.result === null) stop(run, atMs);
      return;
    default:
      return;
  }
}

function stop(run: CheckRun, atMs: number): void {
  run.endedAtMs = atMs;
  run.result = 'stopped';
}

/** How many findings of each verdict there are. */
export function countVerdicts({ findings }: Pick<CheckRun, 'findings'>): Record<CheckVerdict, number> {
  const counts = { pass: 0, warn: 0, fail: 0, info: 0, inconclusive: 0, skipped: 0 };
  for (const { verdict } of findings) counts[verdict] += 1;
  return counts;
}
