import { afterAll, beforeAll, expect, test } from 'vitest';
import { applyCheckRecord, type CheckRun } from '../../server/domain/check-run.js';
import type { CheckRunSummary, CheckRunView } from '../../server/http/control/check-replies.js';
import type { Harness, LogRecord } from '../../server/index.js';
import { callControl, startHarness } from '../support/harness.js';

let harness: Harness;

beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness.close());

const checks = [
  { id: 'CTL-1', title: 'a valid delivery', severity: 'gate' },
  { id: 'SIG-1', title: 'tampered body', severity: 'critical' },
];
const asked = { provider: 'securepayapi', target: 'http://localhost:3000/hook', checks };
const evidence = [{ name: 'status', seq: 1, expected: '4xx', seen: '204', isMet: false }];
const call = <T = CheckRunSummary>(method: string, path: string, body?: object) => callControl<T>(harness, method, path, body);
const begin = async (body: object = asked, lane = '') =>
  (await call<{ runId: string }>('POST', `${lane}/check-runs`, body)).runId;
/** One at a time in each lane: what another test left open is stopped. */
const start = async (body: object = asked, lane = '/lanes/default') => {
  const { runs } = await call<{ runs: CheckRunSummary[] }>('GET', `${lane}/check-runs`);
  for (const { runId } of runs.filter(({ result }) => result === null)) await call('POST', `/check-runs/${runId}/stop`);
  return begin(body, lane);
};
const list = async (lane = '') =>
  (await call<{ runs: CheckRunSummary[] }>('GET', `${lane}/check-runs`)).runs.map(({ runId }) => runId);
async function readRecords(): Promise<LogRecord[]> {
  const records: LogRecord[] = [];
  for await (const lines of harness.engine.log.read(0)) for (const line of lines) records.push(JSON.parse(line));
  return records.filter(({ type }) => type.startsWith('check.'));
}

test('a run is told from its beginning to its end, by its findings', async () => {
  const runId = await start({ ...asked, options: { settle: '2s' } });
  await call('POST', `/check-runs/${runId}/findings`, { check: 'CTL-1', verdict: 'pass', sentence: 'It answered 204.' });
  const failed = { check: 'SIG-1', verdict: 'fail', sentence: 'It took it.', evidence };
  expect(await call('POST', `/check-runs/${runId}/findings`, failed)).toMatchObject({
    counts: { pass: 1, fail: 1, warn: 0 },
    checkCount: 2,
    endedAt: null,
    result: null,
  });
  expect(await call('POST', `/check-runs/${runId}/end`, { result: 'fail' })).toMatchObject({ result: 'fail' });
  expect(await call<CheckRunView>('GET', `/check-runs/${runId}`)).toMatchObject({
    ...asked,
    options: { settle: '2s' },
    findings: [
      { check: 'CTL-1', title: 'a valid delivery', severity: 'gate', evidence: [] },
      { ...failed, title: 'tampered body', severity: 'critical' },
    ],
  });
  expect(await readRecords()).toMatchObject([
    { type: 'check.run_started', runId, ...asked },
    { type: 'check.finished', runId, check: 'CTL-1', severity: 'gate' },
    { type: 'check.finished', runId, ...failed, title: 'tampered body' },
    {
      type: 'check.run_ended',
      runId,
      result: 'fail',
      counts: { pass: 1, fail: 1, warn: 0, info: 0, inconclusive: 0, skipped: 0 },
    },
  ]);
});

test('a check that is reported again replaces what was found before', async () => {
  const runId = await start();
  for (const verdict of ['inconclusive', 'pass'])
    await call('POST', `/check-runs/${runId}/findings`, { check: 'SIG-1', verdict, sentence: 'x' });
  expect((await call('GET', `/check-runs/${runId}`)).counts).toMatchObject({ pass: 1, inconclusive: 0 });
});

test('no secret of an account stands in what is reported', async () => {
  const secret = harness.env.SECUREPAYAPI_SECRET_KEY ?? '';
  const runId = await start({ ...asked, target: `x ${secret}`, options: { key: secret } });
  const told = { name: secret, seq: null, expected: secret, seen: secret, isMet: null };
  await call('POST', `/check-runs/${runId}/findings`, { check: 'SIG-1', verdict: 'info', sentence: secret, evidence: [told] });
  await call('POST', `/check-runs/${runId}/end`, { result: 'pass', notes: [secret] });
  expect(JSON.stringify([await call('GET', `/check-runs/${runId}`), await readRecords()])).not.toContain(secret);
});

test('a lane sees its own runs, and they outlive it', async () => {
  await call('POST', '/lanes', { name: 'judge' });
  const runId = await start(asked, '/lanes/judge');
  const other = await start();
  expect(await list('/lanes/judge')).toEqual([runId]);
  expect((await list()).slice(0, 2)).toEqual([other, runId]);
  await expect(call('GET', `/lanes/judge/check-runs/${other}`)).rejects.toThrow('404');
  await call('DELETE', '/lanes/judge');
  expect(await list()).toContain(runId);
  await expect(call('POST', `/check-runs/${runId}/end`, { result: 'pass' })).rejects.toThrow('unknown_lane');
  await call('POST', '/lanes', { name: 'judge' });
  expect(await list('/lanes/judge')).toEqual([]);
});

test('a second one in the same lane is refused while one goes on, with how to end it; other lanes have their own', async () => {
  const runId = await start();
  const { newestSeq } = harness.engine.log;
  await expect(begin()).rejects.toThrow(new RegExp(`409 .*check_running.*${runId}.*/check-runs/${runId}/stop`));
  expect(harness.engine.log.newestSeq).toBe(newestSeq);
  await call('POST', '/lanes', { name: 'beside' });
  await begin(asked, '/lanes/beside');
  await call('POST', `/check-runs/${runId}/stop`);
  await begin();
});

test('only the last twenty are kept, newest first', async () => {
  const made: string[] = [];
  for (let count = 0; count < 21; count += 1) made.push(await start());
  expect(await list()).toEqual(made.slice(1).reverse());
});

test('the same records give the same runs again', async () => {
  const runs = new Map<string, CheckRun>();
  for (const record of await readRecords()) applyCheckRecord(runs, record);
  expect([...runs.values()]).toEqual([...harness.engine.state.checkRuns.values()]);
});

test.each([
  ['an unknown provider', '/check-runs', { ...asked, provider: 'securepay' }, 'unknown_provider'],
  ['a check named twice', '/check-runs', { ...asked, checks: [checks[0], checks[0]] }, 'repeated_check'],
  ['no checks', '/check-runs', { ...asked, checks: [] }, 'invalid_body'],
  ['long options', '/check-runs', { ...asked, options: { x: 'x'.repeat(10_001) } }, 'invalid_body'],
  ['an unknown run', '/check-runs/chk_0/end', { result: 'pass' }, 'unknown_check_run'],
  ['a result that is none', '/check-runs/RUN/end', { result: 'good' }, 'invalid_body'],
  ['a check that was not named', '/check-runs/RUN/findings', { check: 'SIG-9', verdict: 'pass', sentence: 'x' }, 'unknown_check'],
  ['a verdict that is none', '/check-runs/RUN/findings', { check: 'SIG-1', verdict: 'good', sentence: 'x' }, 'invalid_body'],
  [
    'a finding after the end',
    '/check-runs/ENDED/findings',
    { check: 'SIG-1', verdict: 'pass', sentence: 'x' },
    'check_run_ended',
  ],
])('refuses %s, and writes nothing', async (_title, path, body, code) => {
  const [ended, open] = [await start(), await start()];
  const { newestSeq } = harness.engine.log;
  await expect(call('POST', path.replace('RUN', open).replace('ENDED', ended), body)).rejects.toThrow(`"code":"${code}"`);
  expect(harness.engine.log.newestSeq).toBe(newestSeq);
});
