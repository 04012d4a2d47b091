// NODE_OPTIONS=--experimental-vm-modules npx jest --rootDir examples/testing/jest
import { createHarness } from 'paystage';
import { startShop } from '../shop.js';

let harness;
let lane;
let shop;

beforeAll(async () => {
  harness = await createHarness({ port: 0 });
  await harness.listen();
});
afterAll(() => harness.close());

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
  const { order, intent } = await (await fetch(`${shop.url}/buy`, { method: 'POST' })).json();
  await lane.faults.set({ fault: 'duplicate', copies: 1, when: { payment: intent, status: 'SUCCEEDED' } });
  await lane.customer(intent).pay();
  await lane.waitFor.acknowledged(intent, { event: 'SUCCEEDED' });
  await lane.idle();
  const judgement = await lane.expect(intent).acted(1, { url: `${shop.url}/orders/${order}` });
  expect(judgement.isMet).toBe(true);
});
