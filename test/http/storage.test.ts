import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { actAsCustomer, callControl, readPayment, startHarness } from '../support/harness.js';
import { createReceiver } from '../support/receiver.js';

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
  await expect.poll(async () => (await createLink()).status).toBe(507);
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

test('when records cannot be stored, nothing is created or resent by hand, and the log can still be saved', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'paystage-storage-'));
  const receiver = await createReceiver();
  const harness = await startHarness({ dataDir, accounts: { secpaid: { settings: { paymentEndpoints: [receiver.url] } } } });
  const { paymentId } = await callControl<{ paymentId: string }>(harness, 'POST', '/accounts/secpaid/payments', {});
  await actAsCustomer(harness, paymentId, { action: 'pay' });
  await harness.engine.activity.whenIdle();
  const delivery = (await readPayment(harness, paymentId)).events[0]?.deliveries[0];
  await rm(dataDir, { recursive: true });

  const post = async (path: string, body: object) => {
    const headers = { 'content-type': 'application/json' };
    const reply = await fetch(`${harness.url}/_paystage/api${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
    return { status: reply.status, body: (await reply.json()) as { error?: { code: string; hint?: string } } };
  };
  await expect.poll(async () => (await post('/accounts/secpaid/payments', {})).status).toBe(507);
  const refused = await post('/accounts/secpaid/payments', {});
  expect(refused.body.error).toMatchObject({ code: 'storage_full', hint: expect.any(String) });
  expect(receiver.requests).toHaveLength(1);
  expect(await post(`/deliveries/${delivery?.id}/resend`, { signing: 'fresh' })).toMatchObject({
    status: 507,
    body: { error: { code: 'storage_full' } },
  });
  expect(receiver.requests).toHaveLength(1);
  const log = await fetch(`${harness.url}/_paystage/api/log`);
  expect(log.status).toBe(200);
  expect(await log.text()).toContain(paymentId);
  await harness.close().catch(() => {});
  await receiver.close();
});
