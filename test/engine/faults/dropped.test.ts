import { expect, test } from 'vitest';
import { callControl, readPayment } from '../../support/harness.js';
import { prepareFaultStage } from './fault-stage.js';

const stage = prepareFaultStage();

test('dropped: one webhook is never sent, the others of its payment are', async () => {
  await stage.set({ fault: 'dropped', when: { status: 'PAYING' } });
  const id = await stage.payIntent();
  await stage.advance(86_400_000);
  const arrived = stage.signed.map(({ event }) => event.split(' ')[1]);
  expect(arrived).toContain('SUCCEEDED');
  expect(arrived).not.toContain('PAYING');
  const { events } = await readPayment(stage.harness, id);
  expect(events.find(({ status }) => status === 'PAYING')?.deliveries[0]).toMatchObject({
    status: 'exhausted',
    nextAttemptAt: null,
    attempts: [],
  });
});

test('dropped: nobody waits for it, and it can still be sent by hand', async () => {
  await stage.set({ fault: 'dropped' });
  const id = await stage.payLink();
  expect(stage.unsigned).toEqual([]);
  const deliveryId = (await readPayment(stage.harness, id)).events[0]?.deliveries[0]?.id;
  await callControl(stage.harness, 'POST', `/deliveries/${deliveryId}/redeliver`, {});
  expect(stage.unsigned).toHaveLength(1);
});
