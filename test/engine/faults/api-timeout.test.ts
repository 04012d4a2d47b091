import { expect, test } from 'vitest';
import { postIntent, postLink, prepareFaultStage } from './fault-stage.js';

const stage = prepareFaultStage();

test('api-timeout: nothing is answered, then the connection is closed, and no payment exists', async () => {
  await stage.set({ fault: 'api-timeout', afterMs: 150 });
  const startedAt = performance.now();
  await expect(postLink(stage.harness)).rejects.toThrow();
  expect(performance.now() - startedAt).toBeGreaterThanOrEqual(140);
  expect(stage.harness.engine.state.payments.size).toBe(0);
  expect((await stage.records()).find(({ type }) => type === 'api.called')).toMatchObject({
    response: { status: 0, headers: [] },
    faults: ['api-timeout'],
  });
  expect((await postLink(stage.harness)).status).toBe(200);
});

test('api-timeout: a caller that gives up is not waited for, and neither is one when the stage stops', async () => {
  await stage.set({ fault: 'api-timeout', afterMs: 600_000, times: 2 });
  const patience = new AbortController();
  const givenUp = postIntent(stage.harness, patience.signal);
  // Not before it has arrived: on a busy machine that may take longer than any wait.
  const [, error] = await Promise.all([
    expect
      .poll(async () => (await stage.uses()).length)
      .toBe(1)
      .then(() => patience.abort()),
    givenUp.catch((reason: unknown) => reason),
  ]);
  expect(error).toBeInstanceOf(Error);
  const waiting = postIntent(stage.harness).catch(() => 'ended');
  await expect.poll(async () => (await stage.uses()).length).toBe(2);
  await stage.harness.close();
  expect(await waiting).toBe('ended');
});
