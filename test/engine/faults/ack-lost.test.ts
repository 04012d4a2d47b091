import { expect, test } from 'vitest';
import { prepareFaultStage } from './fault-stage.js';

const stage = prepareFaultStage();

test('ack-lost: the app acknowledged, the provider sees a timeout and calls again', async () => {
  await stage.set({ fault: 'ack-lost', when: { status: 'SUCCEEDED' } });
  const id = await stage.payIntent();
  await stage.advance(1_000);
  expect(stage.signed.filter(({ event }) => event.endsWith('SUCCEEDED'))).toHaveLength(2);
  expect(await stage.attempts(id, 'SUCCEEDED')).toMatchObject([
    { code: 'timeout', deliveryStatus: 'pending', response: { status: 204 }, faults: ['ack-lost'] },
    { code: 'acknowledged', deliveryStatus: 'acknowledged' },
  ]);
});

test('ack-lost: the other provider, as often as asked', async () => {
  await stage.set({ fault: 'ack-lost', times: 2 });
  const id = await stage.payLink();
  await stage.advance(1_000);
  await stage.advance(2_000);
  expect((await stage.attempts(id)).map(({ code }) => code)).toEqual(['timeout', 'timeout', 'acknowledged']);
  expect((await stage.attempts(id))[0]?.sentence).toMatch(
    /^the answer 204 was lost on its way on purpose; SecPaid sees a timeout/,
  );
});
