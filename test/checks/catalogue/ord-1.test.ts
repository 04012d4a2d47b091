import { ord1 } from '../../../server/checks/catalogue/ord-1.js';
import { describeCheck } from '../support/describe-check.js';

describeCheck(ord1, [
  {
    provider: 'securepayapi',
    broken: 'ORD-1-follows-the-last-news.mjs',
    verdict: 'fail',
    says: /after event SUCCEEDED, event INIT/,
    withoutProbe: 'inconclusive',
  },
  {
    provider: 'secpaid',
    broken: 'ORD-1-follows-the-last-news.mjs',
    verdict: 'fail',
    says: /after event Success, the return of the browser the order was not paid/,
    withoutProbe: 'inconclusive',
  },
]);
