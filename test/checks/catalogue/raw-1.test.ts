import { expect, test } from 'vitest';
import { raw1 } from '../../../server/checks/catalogue/raw-1.js';
import { startHarness } from '../../support/harness.js';
import { describeCheck } from '../support/describe-check.js';
import { judgeOne } from '../support/judge-one.js';

describeCheck(raw1, [
  {
    provider: 'securepayapi',
    broken: 'RAW-1-reads-latin1.mjs',
    verdict: 'fail',
    says: /does not verify the bytes that arrived/,
    withoutProbe: 'pass',
  },
]);

test('RAW-1 does not take a strict reader for one that loses bytes', async () => {
  const harness = await startHarness();
  const file = '../../test/checks/receivers/knows-nine-keys.mjs';
  const finding = await judgeOne(harness, { check: raw1, provider: 'securepayapi', file });
  expect(`${finding.verdict}: ${finding.sentence}`).toMatch(
    /^inconclusive: .*\(a number with a fraction: 400; keys that look like numbers: 400\), see EXT-1/,
  );
  await harness.close();
});
