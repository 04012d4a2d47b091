import { idm2 } from '../../../server/checks/catalogue/idm-2.js';
import { describeCheck } from '../support/describe-check.js';

describeCheck(idm2, [
  {
    provider: 'securepayapi',
    broken: 'IDM-2-looks-then-writes.mjs',
    verdict: 'fail',
    says: /at the same moment, and acted \d+ times/,
    withoutProbe: 'inconclusive',
  },
  {
    provider: 'secpaid',
    broken: 'IDM-2-looks-then-writes.mjs',
    verdict: 'fail',
    says: /at the same moment, and acted \d+ times/,
    withoutProbe: 'inconclusive',
  },
]);
