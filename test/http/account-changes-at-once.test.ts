import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { Harness } from '../../server/index.js';
import { callControl, startHarness } from '../support/harness.js';

const app = 'http://127.0.0.1:9';

interface AccountView {
  settings: Record<string, unknown>;
}

async function startOnDisk(): Promise<Harness> {
  const dataDir = await mkdtemp(join(tmpdir(), 'paystage-at-once-'));
  onTestFinished(() => rm(dataDir, { recursive: true, force: true }));
  const harness = await startHarness({ dataDir });
  onTestFinished(() => harness.close());
  return harness;
}

test('E14 P1 changes of one account that come at once are all kept', async () => {
  const harness = await startOnDisk();
  const patches = [{ callbackUrls: [`${app}/back`] }, { paymentEndpoints: [`${app}/hooks`] }, { serverTime: 'UTC' }];
  await Promise.all(patches.map((patch) => callControl(harness, 'PATCH', '/accounts/secpaid', patch)));
  const { settings } = await callControl<AccountView>(harness, 'GET', '/accounts/secpaid');
  expect(settings).toMatchObject(Object.assign({}, ...patches));
});

test('E14 P1 a key that is replaced while settings change is replaced, and the former one stops working', async () => {
  const harness = await startOnDisk();
  const former = harness.env.SECPAID_TOKEN ?? '';
  const [{ value }] = await Promise.all([
    callControl<{ value: string }>(harness, 'POST', '/accounts/secpaid/keys/token/rotate', {}),
    callControl(harness, 'PATCH', '/accounts/secpaid', { callbackUrls: [`${app}/back`] }),
  ]);
  const createLink = async (token: string) => {
    const body = new URLSearchParams({ amount: '1' });
    return (await fetch(`${harness.env.SECPAID_BASE_URL}/api/v2/createLink`, { method: 'POST', headers: { token }, body }))
      .status;
  };
  expect([await createLink(value), await createLink(former)]).toEqual([200, 401]);
  const { settings } = await callControl<AccountView>(harness, 'GET', '/accounts/secpaid');
  expect(settings).toMatchObject({ callbackUrls: [`${app}/back`] });
});
