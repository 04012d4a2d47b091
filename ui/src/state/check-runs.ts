import type {
  CheckFinished,
  CheckResult,
  CheckRunStarted,
  CheckTitle,
  CheckVerdict,
} from '../../../server/protocol/check-records.js';
import type { LogRecord } from '../../../server/protocol/records.js';

/** Checks of an app made one after the other, as the log tells it up to now. */
export interface CheckRun {
  id: string;
  lane: string;
  provider: string;
  target: string;
  /** In the order in which they were announced. */
  checks: readonly CheckTitle[];
  startedAt: string;
  /** By the check's id; one that is reported again replaces what was found before. */
  findings: ReadonlyMap<string, CheckFinished>;
  /** Null while it runs. */
  endedAt: string | null;
  result: CheckResult | null;
  /** What else its traffic showed, one sentence each. */
  notes: readonly string[];
}

/** Older runs are forgotten; their records stay. */
const MAX_RUNS = 20;

/** The runs after `records`. The same by identity when they tell nothing about runs. */
export function foldCheckRuns(
  known: ReadonlyMap<string, CheckRun>,
  records: readonly LogRecord[],
): ReadonlyMap<string, CheckRun> {
  let runs: Map<string, CheckRun> | null = null;
  const change = (id: string, build: (run: CheckRun) => CheckRun) => {
    const run = (runs ?? known).get(id);
    if (!run) return;
    runs ??= new Map(known);
    runs.set(id, build(run));
  };
  for (const record of records) {
    switch (record.type) {
      case 'check.run_started':
        runs = keepLast(new Map(runs ?? known).set(record.runId, begin(record, record.lane, record.at)));
        break;
      case 'check.finished':
        change(record.runId, (run) => ({ ...run, findings: new Map(run.findings).set(record.check, record) }));
        break;
      case 'check.run_ended':
        change(record.runId, (run) => ({ ...run, endedAt: record.at, result: record.result, notes: record.notes ?? [] }));
        break;
      case 'lane.disposed':
        for (const { id, lane, result } of (runs ?? known).values())
          if (lane === record.lane && result === null) change(id, (run) => ({ ...run, endedAt: record.at, result: 'stopped' }));
        break;
    }
  }
  return runs ?? known;
}

function begin({ runId: id, provider, target, checks }: CheckRunStarted, lane: string, startedAt: string): CheckRun {
  return { id, lane, provider, target, checks, startedAt, findings: new Map(), endedAt: null, result: null, notes: [] };
}

function keepLast(runs: Map<string, CheckRun>): Map<string, CheckRun> {
  const oldest = runs.size > MAX_RUNS ? runs.keys().next().value : undefined;
  if (oldest !== undefined) runs.delete(oldest);
  return runs;
}

/** What one row of a run says: a check and what it came to, if it has. */
export interface CheckRow extends CheckTitle {
  finding: CheckFinished | null;
}

/** Every check of a run in its order. What was reported without being announced comes after. */
export function listRows({ checks, findings }: Pick<CheckRun, 'checks' | 'findings'>): CheckRow[] {
  const announced = new Map(checks.map((check) => [check.id, check]));
  const others = [...findings.values()].filter(({ check }) => !announced.has(check));
  return [
    ...[...announced.values()].map((check) => ({ ...check, finding: findings.get(check.id) ?? null })),
    ...others.map((finding) => ({ id: finding.check, title: finding.title, severity: finding.severity, finding })),
  ];
}

/** What a check that has no finding is. */
export type RowState = CheckVerdict | 'waiting' | 'not made';

export interface RowGroup {
  state: RowState;
  rows: CheckRow[];
}

const ORDER: readonly RowState[] = ['fail', 'warn', 'inconclusive', 'info', 'pass', 'skipped', 'waiting', 'not made'];

export function stateOf({ finding }: CheckRow, isOver: boolean): RowState {
  return finding?.verdict ?? (isOver ? 'not made' : 'waiting');
}

/** The rows by what they came to, what needs somebody's eye first; without empty groups. */
export function groupRows(rows: readonly CheckRow[], isOver: boolean): RowGroup[] {
  const states = [...new Set([...ORDER, ...rows.map((row) => stateOf(row, isOver))])];
  return states.flatMap((state) => {
    const own = rows.filter((row) => stateOf(row, isOver) === state);
    return own.length === 0 ? [] : [{ state, rows: own }];
  });
}
