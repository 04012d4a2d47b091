import { expect, test } from 'vitest';
import { callControl } from '../../support/harness.js';
import { postIntent, postLink, prepareFaultStage } from './fault-stage.js';

const stage = prepareFaultStage();
const countPayments = async () => (await callControl<{ payments: unknown[] }>(stage.harness, 'GET', '/payments')).payments.length;

test('api-error: one call fails in the shape of each provider and has no effect', async () => {
  await stage.set({ fault: 'api-error', when: { provider: 'securepayapi' } });
  await stage.set({ fault: 'api-error', status: 503, when: { route: 'createLink' } });
  const intent = await postIntent(stage.harness);
  expect([intent.status, await intent.json()]).toMatchObject([500, { error: { code: 'internal_error' } }]);
  const link = await postLink(stage.harness);
  expect([link.status, await link.json()]).toMatchObject([503, { ResponseCode: 0, Result: 'False' }]);
  expect(await countPayments()).toBe(0);

  expect((await postIntent(stage.harness)).ok).toBe(true);
  expect((await postLink(stage.harness)).ok).toBe(true);
  expect(await countPayments()).toBe(2);
  expect((await stage.records()).filter(({ type }) => type === 'api.called')).toMatchObject([
    { response: { status: 500 }, faults: ['api-error'], accountId: 'securepayapi-default' },
    { response: { status: 503 }, faults: ['api-error'], accountId: 'secpaid-default' },
    { response: { status: expect.any(Number) } },
    { response: { status: 200 } },
  ]);
  expect(await stage.uses()).toMatchObject([{ route: expect.any(String), paymentId: null }, { route: 'createLink' }]);
});

test('api-error: a call that does not exist is refused when the fault is set, with the nearest name', async () => {
  await expect(stage.set({ fault: 'api-error', when: { route: 'createLnk' } })).rejects.toThrow(/Did you mean \\"createLink\\"/);
});
