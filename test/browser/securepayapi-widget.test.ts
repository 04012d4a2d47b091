import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Harness } from '../../server/index.js';
import { describeInBrowser } from '../support/chromium.js';
import { createEmbedShop } from '../support/embed-shop.js';
import { connectShop, readPayment, startHarness } from '../support/harness.js';
import type { Shop } from '../support/shop-config.js';

describeInBrowser('the SecurePayAPI widget inside a shop page of another origin', (browser) => {
  let harness: Harness;
  let shop: Shop;

  beforeEach(async () => {
    harness = await startHarness();
    shop = await createEmbedShop();
    await connectShop(harness, shop);
  });
  afterEach(async () => {
    await harness.close();
    await shop.close();
  });

  async function openCheckout() {
    const page = await browser.newPage();
    await page.goto(`${shop.url}/checkout?amount=4599`);
    const widget = page.frameLocator('[data-testid="widget"]');
    await widget.getByTestId('pay').waitFor();
    const intentId = (await page.getByTestId('intent').textContent()) ?? '';
    const pay = async (card: string) => {
      await widget.getByTestId(`mock-card-${card}`).click();
      await widget.getByTestId('pay').click();
    };
    return { page, widget, intentId, pay };
  }

  test('pays without a challenge and tells the shop of success', async () => {
    const { page, intentId, pay } = await openCheckout();
    await pay('frictionless');
    await page.getByText('success', { exact: true }).waitFor();
    expect(JSON.parse((await page.getByTestId('message').textContent()) ?? '')).toEqual({
      success: true,
      id: intentId,
      status: 'succeeded',
    });
    expect((await readPayment(harness, intentId)).status).toBe('SUCCEEDED');
  });

  test('completes a 3-D Secure challenge inside the iframe', async () => {
    const { page, widget, intentId, pay } = await openCheckout();
    await pay('challenge');
    await widget.getByTestId('challenge').waitFor();
    expect((await readPayment(harness, intentId)).status).toBe('AUTH3DSCHALLENGEFORM');
    await widget.getByTestId('challenge-pass').click();
    await page.getByText('success', { exact: true }).waitFor();
    const payment = await readPayment(harness, intentId);
    expect(payment.history.map(({ status }) => status)).toEqual([
      'INIT',
      'AUTH3DSCHALLENGE',
      'AUTH3DSCHALLENGEFORM',
      'AUTH3DSRESULT',
      'PAYING',
      'SUCCEEDED',
    ]);
  });

  test('reports a failed challenge and lets the customer try again on the same intent', async () => {
    const { page, widget, intentId, pay } = await openCheckout();
    await pay('challenge');
    await widget.getByTestId('challenge-fail').click();
    await page.getByText('failure', { exact: true }).waitFor();
    expect(JSON.parse((await page.getByTestId('message').textContent()) ?? '')).toMatchObject({
      success: false,
      id: intentId,
      status: 'failed',
    });
    await pay('frictionless');
    await page.getByText('success', { exact: true }).waitFor();
    expect((await readPayment(harness, intentId)).status).toBe('SUCCEEDED');
  });
});
