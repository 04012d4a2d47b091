import { expect, test } from 'vitest';
import { callControl, readPayment } from '../../support/harness.js';
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
