import { expect, test } from 'vitest';
import { postIntent, postLink, prepareFaultStage } from './fault-stage.js';

const stage = prepareFaultStage();

test('api-drop: after the call took effect, so that the app does not know of its payment', async () => {
  await stage.set({ fault: 'api-drop' });
  await expect(postIntent(stage.harness)).rejects.toThrow();
  await expect.poll(() => stage.harness.engine.state.payments.size).toBe(1);
  const [payment] = stage.harness.engine.state.payments.values();
  expect((await stage.records()).find(({ type }) => type === 'api.called')).toMatchObject({
    paymentId: payment?.id,
    response: { status: 0 },
    faults: ['api-drop'],
  });
});

test('api-drop: before the call took effect', async () => {
  await stage.set({ fault: 'api-drop', moment: 'before' });
  await expect(postLink(stage.harness)).rejects.toThrow();
  expect(stage.harness.engine.state.payments.size).toBe(0);
  expect((await stage.uses())[0]?.sentence).toBe('The connection was dropped before the call took effect.');
});
