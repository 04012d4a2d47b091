import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Harness } from '../../server/index.js';
import { startCheckedApp } from '../support/checked-app.js';
import { startHarness } from '../support/harness.js';
import { askControl } from '../support/lanes.js';

/** As an app may be set up with it, but not as the provider makes it. */
const APPS_KEY = 'sk_test_0123456789abcdef';
const PROVIDER = 'securepayapi';

let harness: Harness;
beforeEach(async () => {
  harness = await startHarness({ accounts: { [PROVIDER]: { keys: { secretKey: APPS_KEY } } } });
});
afterEach(() => harness.close());

test('a lane takes the keys that an app has, in whatever form', async () => {
  const given = { securepayapi: { keys: { secretKey: 'sk_live-1' } }, secpaid: { keys: { token: 'tok-n1', userId: 'shop' } } };
  const lane = await harness.lane({ accounts: given });
  expect(lane.env).toMatchObject({ SECUREPAYAPI_SECRET_KEY: 'sk_live-1', SECPAID_TOKEN: 'tok-n1', SECPAID_USER_ID: 'shop' });
  await lane.close();
});

test('a key that works in one form only is refused in another, by a lane and by the configuration', async () => {
  const accounts = { secpaid: { keys: { encryptionKey: 'of-twenty-characters' } } };
  const refused = { code: 'invalid_key', message: expect.stringContaining('exactly 32 bytes') };
  await expect(harness.lane({ accounts })).rejects.toMatchObject(refused);
  await expect(startHarness({ accounts })).rejects.toMatchObject(refused);
});

test('what the account had before is taken again; a new key has the form of the provider', async () => {
  const lane = await harness.stage.openLane();
  const before = await lane.setKeys(PROVIDER, { secretKey: 'sp_secret_meanwhile' });
  expect(before).toEqual({ secretKey: APPS_KEY });
  await lane.setKeys(PROVIDER, { secretKey: 'sp_secret_and-another-one' });
  await lane.setKeys(PROVIDER, before);
  expect(harness.env.SECUREPAYAPI_SECRET_KEY).toBe(APPS_KEY);
  await expect(lane.setKeys(PROVIDER, { secretKey: 'sk_test_of-nobody' })).rejects.toMatchObject({ code: 'invalid_key' });
  const path = `/accounts/${PROVIDER}/keys/publishableKey/rotate`;
  expect(await askControl(harness, 'POST', path, { value: APPS_KEY })).toMatchObject({ code: 'invalid_key' });
});

test('a lane of an earlier name has nothing of what that had', async () => {
  const accounts = { [PROVIDER]: { keys: { secretKey: 'sk_of_the_first' } } };
  const first = await harness.lane({ name: 'again', accounts });
  await first.setKeys(PROVIDER, { secretKey: 'sp_secret_meanwhile' });
  await first.close();
  const second = await harness.lane({ name: 'again' });
  await expect(second.setKeys(PROVIDER, { secretKey: 'sk_of_the_first' })).rejects.toMatchObject({ code: 'invalid_key' });
  await second.close();
});

test('an app is checked with the key that it has, in whatever form', async () => {
  const secret = 'sk_of_the_app';
  const app = await startCheckedApp({ secret });
  const { endpoint, probe } = app;
  const report = await harness.check(PROVIDER, { endpoint, probe, secret, only: ['SIG-1'], settle: '100ms' });
  expect(report.checks.map(({ verdict }) => verdict)).toEqual(['pass', 'pass']);
  expect(harness.env.SECUREPAYAPI_SECRET_KEY).toBe(APPS_KEY);
  await app.close();
});
