import { afterAll, beforeAll, expect, test } from 'vitest';
import { amt1 } from '../../../server/checks/catalogue/amt-1.js';
import { src1 } from '../../../server/checks/catalogue/src-1.js';
import { uno1 } from '../../../server/checks/catalogue/uno-1.js';
import type { Harness } from '../../../server/index.js';
import { startHarness } from '../../support/harness.js';
import { judgeOne } from '../support/judge-one.js';

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness.close());

const file = '../../test/checks/receivers/works-through-a-queue.mjs';
// It asks by itself so rarely that what it does comes from its queue.
const env = { RECONCILE_MS: '20000' };
const cases = [
  { check: amt1, provider: 'securepayapi', hasCreate: true },
  { check: amt1, provider: 'secpaid', hasCreate: true },
  { check: src1, provider: 'secpaid', hasCreate: true },
  { check: src1, provider: 'secpaid', hasCreate: false },
  { check: uno1, provider: 'securepayapi', hasCreate: true },
  { check: uno1, provider: 'secpaid', hasCreate: true },
].map((one) => ({ ...one, id: one.check.id, title: one.hasCreate ? 'orders of its own' : 'orders from events' }));

test.each(cases)(
  '$id finds for $provider, $title, what an app does long after it acknowledged',
  { timeout: 300_000 },
  async (one) => {
    const finding = await judgeOne(harness, { ...one, file, env: { ...env, MISTAKE: one.id } });
    expect(`${finding.verdict}: ${finding.sentence}`).toMatch(/^fail: /);
  },
);

test.each(cases)('$id passes for $provider, $title, an app that does the right thing late', async (one) => {
  const finding = await judgeOne(harness, { ...one, file, env });
  expect(`${finding.verdict}: ${finding.sentence}`).toMatch(/^pass: /);
});
