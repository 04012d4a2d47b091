import { expect, test } from 'vitest';
import { idm1 } from '../../../server/checks/catalogue/idm-1.js';
import { startHarness } from '../../support/harness.js';
import { describeCheck } from '../support/describe-check.js';
import { judgeOne } from '../support/judge-one.js';

describeCheck(idm1, [
  {
    provider: 'securepayapi',
    broken: 'IDM-1-counts-every-copy.mjs',
    verdict: 'fail',
    says: /one event 3 times, and acted 3 times/,
    withoutProbe: 'inconclusive',
  },
  {
    provider: 'secpaid',
    broken: 'IDM-1-counts-every-copy.mjs',
    verdict: 'fail',
    says: /one event 3 times, and acted 3 times/,
    withoutProbe: 'inconclusive',
  },
]);

test('IDM-1 sends the event once more after the operator restarted the app', async () => {
  const harness = await startHarness();
  const asked: string[] = [];
  const finding = await judgeOne(harness, {
    check: idm1,
    provider: 'securepayapi',
    file: 'reference/http.mjs',
    askOperator: async (request) => {
      asked.push(request);
    },
  });
  expect(asked).toHaveLength(1);
  expect(`${finding.verdict}: ${finding.sentence}`).toMatch(/^pass: .*one event 4 times .*over a restart/);
  await harness.close();
});
