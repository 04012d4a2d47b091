import { rdr1 } from '../../../server/checks/catalogue/rdr-1.js';
import { describeCheck } from '../support/describe-check.js';

describeCheck(rdr1, [
  {
    provider: 'secpaid',
    broken: 'RDR-1-believes-the-redirect.mjs',
    verdict: 'fail',
    says: /payment that nobody paid, and the app acted/,
    withoutProbe: 'inconclusive',
  },
  {
    provider: 'securepayapi',
    broken: 'RDR-1-believes-the-page.mjs',
    verdict: 'fail',
    says: /payment that nobody paid, and the app acted/,
    hasCreate: true,
    withoutProbe: 'inconclusive',
  },
]);
