// npx vitest run examples/testing/vitest
import { createHarness } from 'paystage';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { startShop } from '../shop.js';

let harness;
let lane;
let shop;

beforeAll(async () => {
  harness = await createHarness({ port: 0 });
  await harness.listen();
});
afterAll(() => harness.close());

// Every test has a lane of its own: keys, webhooks, faults and clock that no other test sees.
beforeEach(async () => {
  lane = await harness.lane();
  shop = await startShop(lane.env, { isCareless: process.env.CARELESS === 'yes' });
  await lane.configure('securepayapi', { webhookUrls: [`${shop.url}/webhooks`] });
});
afterEach(async () => {
  await lane.close();
  await shop.close();
});

test('ships once although the webhook comes twice', async () => {
  const { order, intent } = await buy();
  await lane.faults.set({ fault: 'duplicate', copies: 1, when: { payment: intent, status: 'SUCCEEDED' } });
  await lane.customer(intent).pay();
  await lane.waitFor.acknowledged(intent, { event: 'SUCCEEDED' });
  await lane.idle();
  await lane.expect(intent).acted(1, { url: `${shop.url}/orders/${order}` });
});

test('waits for the 3-D Secure challenge', async () => {
  const { order, intent } = await buy();
  await lane.customer(intent).pay({ card: 'challenge' });
  await lane.waitFor.status(intent, 'AUTH3DSCHALLENGEFORM');
  await lane.expect(intent).acted(0, { url: `${shop.url}/orders/${order}` });
  await lane.customer(intent).challenge('pass');
  await lane.waitFor.acknowledged(intent, { event: 'SUCCEEDED' });
  const { paid } = await (await fetch(`${shop.url}/orders/${order}`)).json();
  expect(paid).toBe(true);
});

async function buy() {
  return (await fetch(`${shop.url}/buy`, { method: 'POST' })).json();
}
