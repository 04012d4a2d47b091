import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { callControl, readPayment } from '../../support/harness.js';
import { prepareFaultStage, statusOf } from './fault-stage.js';

const stage = prepareFaultStage();

const drop = (id: string, body?: object) => callControl<{ dropped: number }>(stage.harness, 'POST', `/payments/${id}/drop`, body);
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

test('what was tried goes on by its schedule, unless that is dropped as well, also after a restart', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'paystage-drop-'));
  onTestFinished(() => rm(dataDir, { recursive: true, force: true }));
  await stage.restart({ dataDir });
  stage.receiver.replyWith({ status: 500 });
  const id = await stage.payLink();
  expect(await drop(id)).toEqual({ dropped: 0 });
  await stage.advance(1_000);
  expect(stage.unsigned).toHaveLength(2);
  expect(await drop(id, { tried: true })).toEqual({ dropped: 1 });
  expect(await statusesOf(id)).toEqual(['exhausted']);
  await stage.advance(10_000);
  await stage.restart({ dataDir });
  await stage.advance(10_000);
  expect(stage.unsigned).toHaveLength(2);
  await stage.harness.close();
});

test('an attempt under way gets its end when its payment is dropped, and no other follows', async () => {
  let answer = () => {};
  const answered = new Promise<void>((resolve) => {
    answer = resolve;
  });
  stage.receiver.replyWith(async () => {
    await answered;
    return { status: 500 };
  });
  const id = await stage.createLink();
  await callControl(stage.harness, 'POST', `/payments/${id}/customer`, { action: 'pay' });
  await stage.receiver.waitForRequests(1);
  expect(await drop(id, { tried: true })).toEqual({ dropped: 1 });
  answer();
  await stage.settle();
  await stage.advance(10_000);
  expect((await stage.attempts(id)).map(({ code, nextAttemptAt }) => [code, nextAttemptAt])).toEqual([
    ['not_acknowledged', null],
  ]);
  expect(await statusesOf(id)).toEqual(['exhausted']);
});
