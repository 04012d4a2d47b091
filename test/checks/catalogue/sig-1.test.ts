import { afterAll, beforeAll, expect, test } from 'vitest';
import { sig1 } from '../../../server/checks/catalogue/sig-1.js';
import type { Harness } from '../../../server/index.js';
import { startHarness } from '../../support/harness.js';
import { describeCheck } from '../support/describe-check.js';
import { judgeOne } from '../support/judge-one.js';

describeCheck(sig1, [
  {
    provider: 'securepayapi',
    broken: 'SIG-1-skips-verification.mjs',
    verdict: 'fail',
    says: /accepted one digit of famt changed; .* and acted on it/,
    withoutProbe: 'inconclusive',
  },
]);

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness.close());

test.each(['RAW-2-reserialises-the-body.mjs', 'SIG-1-trims-the-body.mjs'])(
  'SIG-1 only warns of %s, which takes nothing but blanks that nobody signed',
  async (file) => {
    const finding = await judgeOne(harness, { check: sig1, provider: 'securepayapi', file: `broken/${file}` });
    expect(`${finding.verdict}: ${finding.sentence}`).toMatch(/^warn: .*\(one blank at the end: 204\); RAW-2 tells whether/);
    expect(finding.evidence.filter(({ isMet }) => isMet === false).map(({ name }) => name)).toEqual(['one blank at the end']);
    const unseen = await judgeOne(harness, { check: sig1, provider: 'securepayapi', file: `broken/${file}`, hasProbe: false });
    expect(`${unseen.verdict}: ${unseen.sentence}`).toMatch(
      /^inconclusive: .*\(one blank at the end: 204\); whether it acted all the same cannot be seen without --probe\.$/,
    );
  },
);
