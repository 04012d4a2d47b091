import { can1 } from '../../../server/checks/catalogue/can-1.js';
import { describeCheck } from '../support/describe-check.js';

describeCheck(can1, [
  {
    provider: 'securepayapi',
    broken: 'CAN-1-undoes-paid-orders.mjs',
    verdict: 'fail',
    says: /fulfilled an order that failed/,
    withoutProbe: 'inconclusive',
  },
  {
    provider: 'secpaid',
    broken: 'CAN-1-undoes-paid-orders.mjs',
    verdict: 'fail',
    says: /no longer holds a paid order for paid/,
    withoutProbe: 'inconclusive',
  },
]);
