import { expect, test } from 'vitest';
import { mis1 } from '../../../server/checks/catalogue/mis-1.js';
import { providers } from '../../../server/providers/index.js';
import { describeCheck } from '../support/describe-check.js';

describeCheck(mis1, [
  {
    provider: 'secpaid',
    broken: 'MIS-1-never-asks.mjs',
    verdict: 'warn',
    says: /did not ask getPayInTransactions/,
    hasCreate: true,
    withoutProbe: 'skipped',
  },
]);

test('MIS-1 needs an app that makes its orders', () => {
  const profile = providers.find(({ exam }) => exam?.lookup)?.exam;
  const given = { hasProbe: true, hasCreate: false, hasCallback: true, isInteractive: false };
  expect(profile && mis1.findObstacle(profile, given)).toMatchObject({ kind: 'skipped' });
});
