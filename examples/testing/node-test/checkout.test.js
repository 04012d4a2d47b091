// node --test examples/testing/node-test/
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createHarness } from 'paystage';
import { startShop } from '../shop.js';

let harness;
before(async () => {
  harness = await createHarness({ port: 0 });
  await harness.listen();
});
after(() => harness.close());

test('ships once although the webhook comes twice', async (t) => {
  const lane = await harness.lane();
  t.after(() => lane.close());
  const shop = await startShop(lane.env, { isCareless: process.env.CARELESS === 'yes' });
  t.after(() => shop.close());
  await lane.configure('securepayapi', { webhookUrls: [`${shop.url}/webhooks`] });

  const { order, intent } = await (await fetch(`${shop.url}/buy`, { method: 'POST' })).json();
  await lane.faults.set({ fault: 'duplicate', copies: 1, when: { payment: intent, status: 'SUCCEEDED' } });
  await lane.customer(intent).pay();
  await lane.waitFor.acknowledged(intent, { event: 'SUCCEEDED' });
  await lane.idle();
  const { isMet } = await lane.expect(intent).acted(1, { url: `${shop.url}/orders/${order}` });
  assert.ok(isMet);
});
