import { expect, test } from 'vitest';
import { prepareFaultStage, statusOf } from './fault-stage.js';

const stage = prepareFaultStage();

test('out-of-order: the event goes out after the next one of its payment', async () => {
  await stage.payIntent();
  const usual = stage.signed.map(statusOf);
  stage.receiver.clear();
  await stage.set({ fault: 'out-of-order', when: { status: 'PAYING' } });
  const id = await stage.payIntent();
  expect(stage.signed.map(statusOf)).toEqual([...usual.filter((status) => status !== 'PAYING'), 'PAYING']);
  expect(await stage.attempts(id, 'PAYING')).toMatchObject([{ code: 'acknowledged', faults: ['out-of-order'] }]);
});

test('out-of-order: the event that ends a payment has no next one, so it is left alone', async () => {
  await stage.set({ fault: 'out-of-order' });
  await stage.payLink();
  expect(stage.unsigned).toHaveLength(1);
  expect((await stage.list()).faults).toMatchObject([{ uses: 0 }]);
});
