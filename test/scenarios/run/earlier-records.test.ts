import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Harness } from '../../../server/index.js';
import { startHarness } from '../../support/harness.js';
import { listUnmet, playText } from './play-text.js';

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness.close());

const play = (steps: string) => playText(harness, `provider: secpaid\nsteps:\n  - create: {}\n${steps}`, { kind: 'default' });
const visited = '  - wait: { record: { type: customer.visited }, within: 200ms }\n';
const check = '  - expect: { status: open }\n';

test('a wait for a record is not met by one that an earlier scenario left in the lane', async () => {
  expect((await play(`  - open:\n${visited}${check}`)).verdict).toBe('passed');
  const result = await play(`${visited}${check}`);
  expect(result.verdict).toBe('failed');
  expect(listUnmet(result)).toMatchObject([{ expected: 'at least one record with type: customer.visited', nearest: null }]);
});
