import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { diagnose, type Harness } from '../../server/index.js';
import { startHarness } from '../support/harness.js';
import { isThorough } from '../support/is-thorough.js';
import { startReceiver } from '../support/receiver-process.js';

const index = new URL('../../fixtures/receivers/verifiers/index.json', import.meta.url);
const verifiers = JSON.parse(readFileSync(index, 'utf8')) as { file: string; cause: string }[];
/** Refuses everything in silence, so it looks like one with another secret from every side: no request could tell. */
const UNDECIDABLE = ['proxy-drops-signature.mjs'];

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness.close());

const isFirstOfItsCause = (cause: string, index: number) => verifiers.findIndex((one) => one.cause === cause) === index;
const played = verifiers.filter(({ cause }, index) => isThorough || isFirstOfItsCause(cause, index));

test.each(played)('$file is diagnosed as $cause', async ({ file, cause }) => {
  const receiver = await startReceiver(`verifiers/${file}`, harness.env);
  const { diagnosis, probes } = await diagnose(harness.stage, 'securepayapi', { endpoint: `${receiver.url}/webhooks` });
  await receiver.close();
  expect(probes.length).toBeLessThanOrEqual(120);
  if (UNDECIDABLE.includes(file)) {
    expect(diagnosis).toMatchObject({ confidence: 'possible', cause: { id: 'wrong-secret' }, others: [cause] });
    expect(diagnosis.cause.sentence).toContain('may not arrive');
  } else expect(diagnosis).toMatchObject({ isRight: false, confidence: 'certain', others: [], cause: { id: cause } });
});
