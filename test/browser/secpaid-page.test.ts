import type { Page } from 'playwright-core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Harness } from '../../server/index.js';
import { describeInBrowser } from '../support/chromium.js';
import { createExpressShop } from '../support/express-shop.js';
import { connectShop, postJson, readPayment, startHarness } from '../support/harness.js';
import type { Shop } from '../support/shop-config.js';

describeInBrowser('a customer on the SecPaid pay page', (browser) => {
  let harness: Harness;
  let shop: Shop;

  beforeEach(async () => {
    harness = await startHarness();
    shop = await createExpressShop();
    await connectShop(harness, shop);
  });
  afterEach(async () => {
    await harness.close();
    await shop.close();
  });

  const buy = () => postJson<{ orderId: string; payLink: string; payId: string }>(`${shop.url}/buy/secpaid`, { amount: 42.5 });

  test('pays by card and lands on the confirmation of a shop on another origin', async () => {
    const { payLink, orderId } = await buy();
    const page = await browser.newPage();
    const problems = watchConsole(page);
    await page.goto(payLink);
    expect(await page.getByTestId('amount').textContent()).toContain('42.50');
    await page.getByTestId('pay-card').click();
    await page.waitForURL(`${shop.url}/order/confirmation**`);
    expect(await page.textContent('body')).toContain(`Order ${orderId} is paid`);
    expect(problems).toEqual([]);
    await page.goto(payLink);
    expect(await page.textContent('body')).toMatch(/already/i);
  });

  test('cancels and lands in the cart', async () => {
    const { payLink, payId } = await buy();
    const page = await browser.newPage();
    await page.goto(payLink);
    await page.getByTestId('cancel').click();
    await page.waitForURL(`${shop.url}/cart`);
    expect((await readPayment(harness, payId)).status).toBe('Cancelled');
  });

  test('stays on the page when the card is declined, and can try again', async () => {
    const { payLink, payId } = await buy();
    const page = await browser.newPage();
    await page.goto(payLink);
    await page.locator('[name="card"][value="decline"]').check();
    await page.getByTestId('pay-card').click();
    await page.getByTestId('declined').waitFor();
    expect((await readPayment(harness, payId)).status).toBe('Unused');
    await page.locator('[name="card"][value="success"]').check();
    await page.getByTestId('pay-card').click();
    await page.waitForURL(`${shop.url}/order/confirmation**`);
  });
});

/** Errors in the console, but for the icon that browsers ask every site for. */
function watchConsole(page: Page): string[] {
  const problems: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.location().url.endsWith('/favicon.ico')) problems.push(message.text());
  });
  return problems;
}
