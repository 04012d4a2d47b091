import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startHarness } from '../support/harness.js';

test('P8 when records cannot be stored, calls are answered 507 in the shape of each provider, and everybody is told', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'paystage-storage-'));
  const notices: string[] = [];
  const harness = await startHarness({ dataDir, onNotice: ({ message }) => notices.push(message) });
  const createLink = () =>
    fetch(`${harness.env.SECPAID_BASE_URL}/api/v2/createLink`, {
      method: 'POST',
      headers: { token: harness.env.SECPAID_TOKEN ?? '' },
      body: new URLSearchParams({ amount: '1' }),
    });
  expect((await createLink()).status).toBe(200);
  await rm(dataDir, { recursive: true });

  // The loss of the folder is noticed when the journal is looked at, at most once a second.
  await expect.poll(async () => (await createLink()).status, { timeout: 10_000 }).toBe(507);
  const refused = await createLink();
  expect(refused.status).toBe(507);
  expect(await refused.json()).toMatchObject({ ResponseCode: 0, Result: 'False' });
  const intent = await fetch(`${harness.env.SECUREPAYAPI_BASE_URL}/api/v1/payment-intents`, {
    method: 'POST',
    headers: { authorization: `Bearer ${harness.env.SECUREPAYAPI_SECRET_KEY}`, 'content-type': 'application/json' },
    body: '{"amount":1,"currency":"USD"}',
  });
  expect(intent.status).toBe(507);
  expect(await intent.json()).toMatchObject({ error: { code: expect.any(String) } });
  expect(await (await fetch(`${harness.url}/_paystage/health`)).json()).toMatchObject({ status: 'storage_failing' });
  expect(await (await fetch(`${harness.url}/_paystage/api/payments`)).json()).toMatchObject({ total: expect.any(Number) });
  expect(notices.join('\n')).toContain('cannot be stored');
  await harness.close().catch(() => {});
});
