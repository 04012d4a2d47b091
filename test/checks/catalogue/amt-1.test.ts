import { amt1 } from '../../../server/checks/catalogue/amt-1.js';
import { describeCheck } from '../support/describe-check.js';

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
