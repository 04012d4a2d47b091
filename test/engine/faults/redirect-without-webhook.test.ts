import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { actAsCustomer, callControl, readPayment } from '../../support/harness.js';
import { payInBrowser, prepareFaultStage } from './fault-stage.js';

const stage = prepareFaultStage();

test('redirect-without-webhook: the browser comes back, and no webhook ever does', async () => {
  const id = await stage.createLink();
  await stage.set({ fault: 'redirect-without-webhook' });
  expect((await payInBrowser(stage.harness, id)).headers.get('location')).toContain(`pay_id=${id}`);
  await stage.advance(86_400_000);
  expect(stage.unsigned).toEqual([]);
  expect((await readPayment(stage.harness, id)).events[0]?.deliveries[0]?.status).toBe('exhausted');
  await stage.payLink();
  expect(stage.unsigned).toHaveLength(1);
});

test('redirect-without-webhook: a hold does not keep what is never sent, so nobody can release it', async () => {
  const id = await stage.createLink();
  await stage.set({ fault: 'redirect-without-webhook' });
  await callControl(stage.harness, 'POST', '/holds', { target: 'delivery', paymentId: id, count: null });
  await payInBrowser(stage.harness, id);
  await stage.settle();
  expect((await callControl<{ held: unknown[] }>(stage.harness, 'GET', '/holds')).held).toEqual([]);
  await callControl(stage.harness, 'POST', '/held/release');
  await stage.settle();
  expect(stage.unsigned).toEqual([]);
  expect((await readPayment(stage.harness, id)).events[0]?.deliveries[0]?.status).toBe('exhausted');
});

test('redirect-without-webhook: what the bank says later is not sent either, nor after a restart', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'paystage-silence-'));
  onTestFinished(() => rm(dataDir, { recursive: true, force: true }));
  await stage.restart({ dataDir });
  const order = async () => {
    const id = await stage.createLink({ bank_transfer: true });
    await stage.set({ fault: 'redirect-without-webhook', when: { payment: id } });
    await actAsCustomer(stage.harness, id, { action: 'pay', method: 'bank-transfer' });
    await stage.settle();
    return id;
  };
  const settle = async (id: string) => {
    await callControl(stage.harness, 'POST', `/payments/${id}/staff`, { action: 'settle' });
    await stage.settle();
    return (await readPayment(stage.harness, id)).events.flatMap(({ deliveries }) => deliveries.map(({ status }) => status));
  };
  expect(await settle(await order())).toEqual(['exhausted']);
  const id = await order();
  await stage.restart({ dataDir });
  expect(await settle(id)).toEqual(['exhausted']);
  expect(stage.unsigned).toEqual([]);
  expect((await stage.uses()).filter(({ isDropped }) => isDropped)).toHaveLength(2);
});
