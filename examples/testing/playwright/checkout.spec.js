// npx playwright test --config examples/testing/playwright
import { test as base, expect } from '@playwright/test';
import { createHarness } from 'paystage';
import { startShop } from '../shop.js';

/** One harness for a worker, one lane and one shop for a test. */
const test = base.extend({
  harness: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from this pattern
    async ({}, use) => {
      const harness = await createHarness({ port: 0 });
      await harness.listen();
      await use(harness);
      await harness.close();
    },
    { scope: 'worker' },
  ],
  lane: async ({ harness }, use) => {
    const lane = await harness.lane();
    await use(lane);
    await lane.close();
  },
  shop: [
    async ({ lane }, use) => {
      const shop = await startShop(lane.env, { isCareless: process.env.CARELESS === 'yes' });
      await lane.configure('securepayapi', {
        webhookUrls: [`${shop.url}/webhooks`],
        products: [{ id: '5f0000000000000000000001', name: 'A paper crane', amount: 2000 }],
      });
      await use(shop);
      await shop.close();
    },
    { auto: true },
  ],
});

test('a customer pays on the hosted page, and every webhook is acknowledged', async ({ page, lane }) => {
  const product = `${lane.baseUrl('securepayapi')}/5f0000000000000000000001?pk=${lane.keys('securepayapi').publishableKey}`;
  await page.goto(product);
  await page.getByTestId('mock-card-frictionless').click();
  await page.getByTestId('pay').click();
  const payment = await lane.waitFor.payment({ provider: 'securepayapi' });
  await lane.waitFor.status(payment, 'SUCCEEDED');
  await lane.waitFor.acknowledged(payment);
  await expect(page.getByTestId('payment-status')).toHaveText('completed');
});

test('ships once although the webhook comes twice', async ({ request, lane, shop }) => {
  const { order, intent } = await (await request.post(`${shop.url}/buy`)).json();
  await lane.faults.set({ fault: 'duplicate', copies: 1, when: { payment: intent, status: 'SUCCEEDED' } });
  await lane.customer(intent).pay();
  await lane.waitFor.acknowledged(intent, { event: 'SUCCEEDED' });
  await lane.idle();
  await lane.expect(intent).acted(1, { url: `${shop.url}/orders/${order}` });
});
