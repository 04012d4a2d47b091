import { src1 } from '../../../server/checks/catalogue/src-1.js';
import { describeCheck } from '../support/describe-check.js';

describeCheck(src1, [
  {
    provider: 'secpaid',
    broken: 'SRC-1-believes-the-webhook.mjs',
    verdict: 'fail',
    says: /without asking getPayInTransactions/,
    withoutProbe: 'inconclusive',
  },
]);
