import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
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
  expect(refused.body.error).toEqual({
    code: 'storage_full',
    message: 'Records cannot be stored at the moment, so no payment was created.',
    hint: expect.any(String),
  });
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

test('P8 what was decided when the disk refused it is named as such, and everything after it is not there', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'paystage-storage-'));
  const harness = await startHarness({ dataDir });
  const listIds = async () =>
    (await callControl<{ payments: { id: string }[] }>(harness, 'GET', '/payments?limit=1000')).payments.map(({ id }) => id);
  const create = async () => {
    const headers = { 'content-type': 'application/json' };
    const reply = await fetch(`${harness.url}/_paystage/api/accounts/secpaid/payments`, { method: 'POST', headers, body: '{}' });
    return (await reply.json()) as { paymentId?: string; error?: { message: string; hint: string } };
  };
  const createLink = async (): Promise<string> => {
    const headers = { token: harness.env.SECPAID_TOKEN ?? '' };
    const body = new URLSearchParams({ amount: '1' });
    return (await fetch(`${harness.env.SECPAID_BASE_URL}/api/v2/createLink`, { method: 'POST', headers, body })).text();
  };
  await create();
  await rm(dataDir, { recursive: true });

  // The loss of the folder is noticed when the journal is looked at, at most once a second.
  let noticed = await create();
  for (; noticed.error === undefined; noticed = await create()) await new Promise((resume) => setTimeout(resume, 50));
  const kept = await listIds();
  const [newest] = kept;
  expect(noticed.error).toMatchObject({
    message: `Payment ${newest} was created, but not all of it could be stored: it is kept once there is room, and lost if the stage ends before.`,
    hint: expect.stringContaining('Look at the payments before you try again'),
  });
  expect((await create()).error?.message).toContain('no payment was created');
  expect(await createLink()).toContain('nothing was changed');
  expect(await listIds()).toEqual(kept);
  await harness.close().catch(() => {});
});

test('P8 an app whose call was decided when the disk refused it is told to look before it calls again', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'paystage-storage-'));
  const harness = await startHarness({ dataDir });
  const createLink = () =>
    fetch(`${harness.env.SECPAID_BASE_URL}/api/v2/createLink`, {
      method: 'POST',
      headers: { token: harness.env.SECPAID_TOKEN ?? '' },
      body: new URLSearchParams({ amount: '1' }),
    });
  await createLink();
  await rm(dataDir, { recursive: true });
  let reply = await createLink();
  for (; reply.status === 200; reply = await createLink()) await new Promise((resume) => setTimeout(resume, 50));
  expect(reply.status).toBe(507);
  expect(await reply.text()).toContain('kept once there is room: look before you call again');
  await harness.close().catch(() => {});
});

test('P8 T11 a payment whose own key cannot be stored is answered 507, and nobody else is', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'paystage-storage-'));
  onTestFinished(() => rm(dataDir, { recursive: true, force: true }));
  const harness = await startHarness({ dataDir });
  const createLink = async (fields: Record<string, string>) => {
    const body = new URLSearchParams({ amount: '1', ...fields });
    const headers = { token: harness.env.SECPAID_TOKEN ?? '' };
    return (await fetch(`${harness.env.SECPAID_BASE_URL}/api/v2/createLink`, { method: 'POST', headers, body })).status;
  };
  // A folder cannot be replaced by a file; the journal beside it takes records as ever.
  const path = join(dataDir, 'accounts.json');
  await rm(path);
  await mkdir(join(path, 'in the way'), { recursive: true });
  const key = 'k'.repeat(32);
  expect(await createLink({ encryption_key: key })).toBe(507);
  expect(await createLink({})).toBe(200);

  await rm(path, { recursive: true });
  const readSecrets = async () => Object.values(JSON.parse(await readFile(path, 'utf8').catch(() => '{}')).secrets ?? {});
  await expect.poll(readSecrets, { timeout: 10_000 }).toEqual([{ encryption_key: key }]);
  expect(await createLink({ encryption_key: key })).toBe(200);
  await harness.close();
});
