import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { callControl, readPayment } from '../../support/harness.js';
import { prepareFaultStage, statusOf } from './fault-stage.js';

const stage = prepareFaultStage();

const drop = (id: string) => callControl<{ dropped: number }>(stage.harness, 'POST', `/payments/${id}/drop`);
const statusesOf = async (id: string) =>
  (await readPayment(stage.harness, id)).events.flatMap(({ deliveries }) => deliveries.map(({ status }) => status));

test.each([
  { fault: 'delayed', byMs: 60_000 },
  { fault: 'burst', size: 50, withinMs: 60_000 },
])('what $fault keeps back of a payment that is dropped is never sent, the rest goes out', async (spec) => {
  await stage.set({ ...spec, when: { provider: 'secpaid' } });
  const dropped = await stage.payLink();
  const kept = await stage.payLink();
  expect(await drop(dropped)).toEqual({ dropped: 1 });
  expect(await statusesOf(dropped)).toEqual(['exhausted']);
  expect((await stage.list()).keptBack.map(({ paymentId }) => paymentId)).not.toContain(dropped);
  await stage.advance(120_000);
  expect(stage.unsigned.map(({ body }) => body.includes(kept))).toEqual([true]);
  expect(await statusesOf(kept)).toEqual(['acknowledged']);
});

test('what faults keep back of a payment that is dropped stays dropped after a restart', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'paystage-drop-'));
  onTestFinished(() => rm(dataDir, { recursive: true, force: true }));
  await stage.restart({ dataDir });
  await stage.set({ fault: 'delayed', byMs: 60_000, when: { provider: 'secpaid' } });
  const id = await stage.payLink();
  await drop(id);
  await stage.restart({ dataDir });
  expect((await stage.list()).keptBack).toEqual([]);
  await stage.advance(120_000);
  expect(stage.unsigned).toEqual([]);
  expect(await statusesOf(id)).toEqual(['exhausted']);
  await stage.harness.close();
});

test('a webhook that the app has met already goes out when the one that it waits for is dropped', async () => {
  stage.receiver.replyWith(() => ({ status: 500 }));
  await stage.set({ fault: 'out-of-order', when: { status: 'AUTH3DSCHALLENGEFORM' } });
  const id = await stage.payIntent('challenge');
  const waiting = (await stage.list()).keptBack[0];
  expect(waiting?.paymentId).toBe(id);
  await callControl(stage.harness, 'POST', `/deliveries/${waiting?.deliveryId}/redeliver`);
  await callControl(stage.harness, 'POST', '/holds', { target: 'delivery', paymentId: id, count: null });
  await callControl(stage.harness, 'POST', `/payments/${id}/customer`, { action: 'challenge', result: 'pass' });
  await stage.settle();
  stage.receiver.clear();
  await drop(id);
  await stage.settle();
  expect(stage.signed.map(statusOf)).toEqual(['AUTH3DSCHALLENGEFORM']);
});
