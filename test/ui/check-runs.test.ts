import { describe, expect, test } from 'vitest';
import type { CheckTitle, CheckVerdict } from '../../server/protocol/check-records.js';
import type { LogRecord } from '../../server/protocol/records.js';
import { buildAsked, findRefusedField } from '../../ui/src/checks/build-asked.js';
import { type CheckRun, foldCheckRuns, groupRows, listRows } from '../../ui/src/state/check-runs.js';

const checks: CheckTitle[] = ['CTL-1', 'SIG-1', 'ACK-1'].map((id) => ({ id, title: `about ${id}`, severity: 'high' }));
let seq = 0;
const record = (body: object, lane = 'default') =>
  ({ seq: ++seq, at: '2026-01-01T00:00:00.000Z', lane, ...body }) as unknown as LogRecord;
const begin = (runId = 'k1', lane?: string) =>
  record({ type: 'check.run_started', runId, provider: 'x', target: 'http://localhost:1', checks, options: {} }, lane);
const find = (check: string, verdict: CheckVerdict, runId = 'k1') =>
  record({
    type: 'check.finished',
    runId,
    check,
    title: `about ${check}`,
    severity: 'high',
    verdict,
    sentence: 's',
    evidence: [],
  });
const end = (runId = 'k1') => record({ type: 'check.run_ended', runId, counts: {}, result: 'fail' });
const fold = (...records: LogRecord[]) => foldCheckRuns(new Map(), records);
const only = (runs: ReadonlyMap<string, CheckRun>) => [...runs.values()][0] as CheckRun;

describe('the check runs of a log', () => {
  test('grow with every record, and earlier states stay as they were', () => {
    const begun = fold(begin());
    const found = foldCheckRuns(begun, [find('CTL-1', 'pass'), find('SIG-1', 'fail')]);
    expect(only(begun).findings.size).toBe(0);
    expect(only(found)).toMatchObject({ result: null, endedAt: null });
    const over = foldCheckRuns(found, [find('SIG-1', 'warn'), end()]);
    expect(only(over)).toMatchObject({ result: 'fail', endedAt: '2026-01-01T00:00:00.000Z' });
    expect(only(over).findings.get('SIG-1')?.verdict).toBe('warn');
    expect(only(found).findings.get('SIG-1')?.verdict).toBe('fail');
  });

  test('are the same by identity while nothing is told about them', () => {
    const runs = fold(begin());
    const others = [record({ type: 'stage.reset' }), find('CTL-1', 'pass', 'never begun'), end('never begun')];
    expect(foldCheckRuns(runs, others)).toBe(runs);
  });

  test('come to their end with their lane', () => {
    const runs = fold(begin('k1', 'judge'), begin('k2'), record({ type: 'lane.disposed' }, 'judge'));
    expect([...runs.values()].map(({ result }) => result)).toEqual(['stopped', null]);
  });

  test('are the last twenty', () => {
    const runs = fold(...Array.from({ length: 25 }, (_, index) => begin(`k${index}`)));
    expect([...runs.keys()]).toEqual(Array.from({ length: 20 }, (_, index) => `k${index + 5}`));
  });

  test('show what failed first, and last what is still to come', () => {
    const run = only(fold(begin(), find('ACK-1', 'fail'), find('CTL-1', 'pass'), find('EXTRA', 'info')));
    const told = (isOver: boolean) =>
      groupRows(listRows(run), isOver).map(({ state, rows }) => [state, rows.map(({ id }) => id).join()]);
    const seen = [
      ['fail', 'ACK-1'],
      ['info', 'EXTRA'],
      ['pass', 'CTL-1'],
    ];
    expect(told(false)).toEqual([...seen, ['waiting', 'SIG-1']]);
    expect(told(true)).toEqual([...seen, ['not made', 'SIG-1']]);
  });
});

describe('the call that starts a run', () => {
  const known = checks.map((check) => ({ ...check, must: '', costs: '', fixes: {}, isInteractive: false }));

  test('has what was typed and nothing else', () => {
    const typed = { endpoint: ' http://localhost:1 ', probe: '', settleMs: '100', leftOut: 'SIG-1,GONE-1' };
    expect(buildAsked('x', typed, known)).toEqual({
      ok: true,
      asked: { provider: 'x', endpoint: 'http://localhost:1', settleMs: 100, only: ['CTL-1', 'ACK-1'] },
    });
  });

  test('is not made without an endpoint, or with figures that are none', () => {
    const built = buildAsked('x', { maxRequests: 'many' }, known);
    expect(built.ok ? [] : Object.keys(built.problems)).toEqual(['endpoint', 'maxRequests']);
  });

  test.each([
    ['"endpoint": is no address.', 'endpoint'],
    ['probe: "x" is no address.', 'probe'],
    ['The check run chk_1 has not ended.', null],
    ['http://203.0.113.7/ is not checked: x.', null],
  ])('is refused where it says: %s', (message, field) => {
    expect(findRefusedField({ message })).toBe(field);
  });
});
