import { expect, test } from 'vitest';
import { ack3 } from '../../../server/checks/catalogue/ack-3.js';
import { startHarness } from '../../support/harness.js';
import { describeCheck } from '../support/describe-check.js';
import { judgeOne } from '../support/judge-one.js';

describeCheck(ack3, [
  {
    provider: 'secpaid',
    broken: 'ACK-3-asks-before-it-answers.mjs',
    verdict: 'fail',
    says: /did not acknowledge a valid event/,
    withoutProbe: 'pass',
  },
]);

test('ACK-3 takes its fault back, and calls that pile up meanwhile are no leak', async () => {
  const harness = await startHarness();
  let faults: unknown[] = ['not asked'];
  const warnings: string[] = [];
  const note = ({ name }: Error) => void warnings.push(name);
  process.on('warning', note);
  await judgeOne(harness, {
    check: ack3,
    provider: 'secpaid',
    file: 'reference/http.mjs',
    afterwards: async (lane) => {
      faults = (await lane.faults.list()).faults;
    },
  });
  expect(faults).toEqual([]);
  expect(warnings).not.toContain('MaxListenersExceededWarning');
  process.off('warning', note);
  await harness.close();
});
