import { sta1 } from '../../../server/checks/catalogue/sta-1.js';
import { describeCheck } from '../support/describe-check.js';

describeCheck(sta1, [
  {
    provider: 'securepayapi',
    broken: 'STA-1-takes-pending-for-paid.mjs',
    verdict: 'fail',
    says: /PAYING.*acted as if it were/,
    withoutProbe: 'inconclusive',
  },
  {
    provider: 'secpaid',
    broken: 'STA-1-takes-pending-for-paid.mjs',
    verdict: 'fail',
    says: /money had not arrived.*acted as if it were/,
    withoutProbe: 'inconclusive',
  },
]);
