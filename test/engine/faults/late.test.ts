import { expect, test } from 'vitest';
import { prepareFaultStage, statusOf } from './fault-stage.js';

const stage = prepareFaultStage();

test('late: the first event goes out after the one that ends its payment', async () => {
  await stage.set({ fault: 'late', when: { status: 'INIT' } });
  const id = await stage.payIntent();
  const statuses = stage.signed.map(statusOf);
  expect(statuses.at(-2)).toBe('SUCCEEDED');
  expect(statuses.at(-1)).toBe('INIT');
  expect(await stage.attempts(id, 'INIT')).toMatchObject([{ faults: ['late'] }]);
});

test('late: it waits as long as the payment is open, also over a failed attempt to deliver the end', async () => {
  await stage.set({ fault: 'late', when: { status: 'INIT' } });
  const id = await stage.payIntent('decline');
  expect(stage.signed.map(statusOf)).not.toContain('INIT');
  expect((await stage.list()).keptBack).toMatchObject([{ paymentId: id, faults: ['late'], until: null }]);
});
