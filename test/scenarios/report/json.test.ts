import { expect, test } from 'vitest';
import { formatJson } from '../../../server/scenarios/report/json.js';
import { makeBroken, makeFailed, makeReport, makeScenario, unmet } from './make-report.js';

test('the JSON report has exactly the documented fields, in the documented order', () => {
  const report = makeReport({
    scenarios: [makeScenario({ seed: '7', lane: 'paid-once', tags: ['card'] }), makeFailed(), makeBroken()],
    notPlayed: [{ name: 'Later', file: 'later.yaml', tags: [] }],
    stopped: 'bail',
  });
  const parsed = JSON.parse(formatJson(report));
  expect(Object.keys(parsed)).toEqual([
    'format',
    'formatVersion',
    'paystage',
    'verdict',
    'startedAt',
    'durationMs',
    'stopped',
    'counts',
    'scenarios',
    'notPlayed',
  ]);
  expect(parsed).toMatchObject({
    format: 'paystage-run',
    formatVersion: 1,
    paystage: '1.2.3',
    verdict: 'failed',
    stopped: 'bail',
  });
  expect(parsed.counts).toEqual({ passed: 1, failed: 1, broken: 1, notPlayed: 1 });
  const [passed, failed, broken] = parsed.scenarios;
  expect(passed).toMatchObject({
    name: 'Paid once',
    verdict: 'passed',
    hasChecked: true,
    lane: 'paid-once',
    seed: '7',
    tags: ['card'],
  });
  expect(Object.keys(passed.steps[0])).toEqual([
    'title',
    'path',
    'line',
    'column',
    'verdict',
    'durationMs',
    'judgements',
    'problem',
  ]);
  expect(failed.steps[1]).toMatchObject({ line: 9, column: 5, verdict: 'failed' });
  expect(failed.steps[1].judgements[1]).toEqual(unmet);
  expect(broken.steps[0].problem).toEqual({ code: 'probe_failed', message: expect.any(String), hint: 'Start the app.' });
  expect(parsed.notPlayed).toEqual([{ name: 'Later', file: 'later.yaml', tags: [] }]);
});
