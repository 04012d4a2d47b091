import { uno1 } from '../../../server/checks/catalogue/uno-1.js';
import { describeCheck } from '../support/describe-check.js';

describeCheck(uno1, [
  {
    provider: 'securepayapi',
    broken: 'UNO-1-falls-over-unknown-payments.mjs',
    verdict: 'fail',
    says: /answered 500/,
    hasCreate: true,
    withoutProbe: 'inconclusive',
  },
  {
    provider: 'secpaid',
    broken: 'UNO-1-falls-over-unknown-payments.mjs',
    verdict: 'fail',
    says: /answered 500/,
    hasCreate: true,
    withoutProbe: 'inconclusive',
  },
]);
