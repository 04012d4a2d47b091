import { expect, test } from 'vitest';
import { enc1 } from '../../../server/checks/catalogue/enc-1.js';
import { startHarness } from '../../support/harness.js';
import { describeCheck } from '../support/describe-check.js';
import { judgeOne } from '../support/judge-one.js';

describeCheck(enc1, [
  {
    provider: 'secpaid',
    broken: 'ENC-1-cannot-decrypt.mjs',
    verdict: 'fail',
    says: /did not act on a valid encrypted event/,
    hasEncryption: true,
    withoutProbe: 'inconclusive',
  },
  {
    provider: 'secpaid',
    broken: 'ENC-1-tells-bad-padding.mjs',
    verdict: 'fail',
    says: /does not refuse unreadable events cleanly/,
    hasEncryption: true,
    withoutProbe: 'inconclusive',
  },
]);

test('ENC-1 is skipped for an app that need not decrypt, and puts the account back', async () => {
  const harness = await startHarness();
  let settings: unknown;
  const finding = await judgeOne(harness, {
    check: enc1,
    provider: 'secpaid',
    file: 'reference/http.mjs',
    afterwards: async (lane) => {
      ({ settings } = await lane.control.get<{ settings: unknown }>('/accounts/secpaid'));
    },
  });
  expect(finding.verdict).toBe('skipped');
  expect(settings).toMatchObject({ isEncryption: false });
  await harness.close();
});

test.each([
  ['is no oracle when it numbers its refusals', '', /^pass: /],
  [
    'tells what was wrong inside',
    'yes',
    /^warn: The app's answers tell what was wrong inside .*"cannot be decrypted".*"holds no event"/,
  ],
])('ENC-1: an app %s', async (_what, SAYS_WHY, expected) => {
  const harness = await startHarness();
  const { verdict, sentence } = await judgeOne(harness, {
    check: enc1,
    provider: 'secpaid',
    file: '../../test/checks/receivers/words-its-refusals.mjs',
    hasEncryption: true,
    env: { SAYS_WHY },
  });
  expect(`${verdict}: ${sentence}`).toMatch(expected);
  await harness.close();
});
