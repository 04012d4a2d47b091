import { expect, test } from 'vitest';
import { amt1 } from '../../../server/checks/catalogue/amt-1.js';
import { startHarness } from '../../support/harness.js';
import { describeCheck } from '../support/describe-check.js';
import { judgeOne } from '../support/judge-one.js';

describeCheck(amt1, [
  {
    provider: 'securepayapi',
    broken: 'AMT-1-compares-no-amount.mjs',
    verdict: 'fail',
    says: /amount of 1 cent/,
    hasCreate: true,
    withoutProbe: 'inconclusive',
  },
  {
    provider: 'secpaid',
    broken: 'AMT-1-compares-no-amount.mjs',
    verdict: 'fail',
    says: /one cent that names the order/,
    hasCreate: true,
    withoutProbe: 'inconclusive',
  },
]);

test.each([
  // Its event says another amount than the provider's list, and it believes the list.
  ['secpaid', 'believes-the-list-alone.mjs', /asked getPayInTransactions, which knows of the right one, and fulfilled/],
  ['securepayapi', 'refuses-other-amounts.mjs', /did not act on other amounts, but answered 422 \(amount of 1 cent\)/],
])('AMT-1 warns of an app for %s that %s', async (provider, file, says) => {
  const harness = await startHarness();
  const finding = await judgeOne(harness, {
    check: amt1,
    provider,
    file: `../../test/checks/receivers/${file}`,
    hasCreate: true,
  });
  await harness.close();
  expect(`${finding.verdict}: ${finding.sentence}`).toMatch(new RegExp(`^warn: .*${says.source}`));
  expect(finding.evidence.some(({ isMet }) => isMet === false)).toBe(true);
});
