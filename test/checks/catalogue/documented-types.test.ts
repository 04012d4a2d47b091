import { afterAll, beforeAll, expect, test } from 'vitest';
import { ext1 } from '../../../server/checks/catalogue/ext-1.js';
import { unk1 } from '../../../server/checks/catalogue/unk-1.js';
import type { Harness } from '../../../server/index.js';
import { startHarness } from '../../support/harness.js';
import { judgeOne } from '../support/judge-one.js';

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness.close());

const file = '../../test/checks/receivers/types-every-field.mjs';

test.each([
  ['UNK-1', 'securepayapi', unk1],
  ['UNK-1', 'secpaid', unk1],
  ['EXT-1', 'securepayapi', ext1],
  ['EXT-1', 'secpaid', ext1],
] as const)('%s asks an app of %s for nothing beyond the documented types', async (_id, provider, check) => {
  const { verdict, sentence } = await judgeOne(harness, { check, provider, file });
  expect(`${verdict}: ${sentence}`).toMatch(/^pass: /);
});
