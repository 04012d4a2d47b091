import type { Locator, Page } from 'playwright-core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Harness } from '../../server/index.js';
import { describeInBrowser } from '../support/chromium.js';
import { callControl, connectShop, postJson, startHarness } from '../support/harness.js';
import { createRawBodyShop } from '../support/raw-body-shop.js';
import type { Shop } from '../support/shop-config.js';
import { expectNoSidewaysScroll, openLivePage } from '../ui/live-page.js';
import { createPayingApp } from '../ui/paying-app.js';

describeInBrowser('holding webhooks and redirects from the page', (browser) => {
  let harness: Harness;
  let shop: Shop;

  beforeEach(async () => {
    harness = await startHarness();
    shop = await createRawBodyShop();
    await connectShop(harness, shop);
  });
  afterEach(async () => {
    await harness.close();
    await shop.close();
  });

  const buy = () => postJson<{ orderId: string; payLink: string; payId: string }>(`${shop.url}/buy/secpaid`, { amount: 42.5 });

  async function openPanel(options: { width?: number; height?: number } = {}) {
    const live = await openLivePage(await browser.newPage(), harness.url, { height: 900, ...options });
    await live.page.keyboard.press('h');
    const panel = live.page.getByRole('dialog', { name: 'Holds' });
    await panel.waitFor();
    return { live, panel, badge: findBadge(live.page) };
  }

  /** Pays on the real checkout page in a tab of its own, which then waits for its redirect. */
  async function payInAnotherTab(payLink: string): Promise<Page> {
    const tab = await browser.newPage();
    await tab.goto(payLink);
    await tab.getByTestId('pay-card').click({ noWaitAfter: true });
    return tab;
  }

  const release = (panel: Locator, what: 'Webhook' | 'Redirect') =>
    panel.getByRole('button', { name: new RegExp(`^Release ${what}`) }).click();

  async function holdBoth(panel: Locator, badge: Locator): Promise<void> {
    await panel.getByRole('button', { name: 'Hold the next webhook' }).click();
    await panel.getByRole('button', { name: 'Hold the next redirect' }).click();
    await badge.filter({ hasText: '2 holds' }).waitFor();
  }

  test('lets the customer come back before the webhook', async () => {
    const { live, panel, badge } = await openPanel();
    await holdBoth(panel, badge);
    const { payLink, orderId, payId } = await buy();
    const tab = await payInAnotherTab(payLink);
    await badge.filter({ hasText: /^2 held$/ }).waitFor();
    await panel.getByText(`of payment ${payId}`).first().waitFor();
    await release(panel, 'Redirect');
    await tab.waitForURL(`${shop.url}/order/confirmation**`);
    expect(await tab.textContent('body')).toContain('awaits its payment');
    expect(shop.orders.find(orderId)?.status).toBe('open');
    await badge.filter({ hasText: /^1 held$/ }).waitFor();
    await release(panel, 'Webhook');
    await shop.orders.waitForOrder(orderId, ({ status }) => status === 'paid');
    await badge.filter({ hasText: /^Hold$/ }).waitFor();
    // The button that was pressed is gone.
    expect(await panel.evaluate((element) => element.contains(document.activeElement))).toBe(true);
    expect(live.problems).toEqual([]);
  });

  test('lets the webhook come before the customer', async () => {
    const { panel, badge } = await openPanel();
    await holdBoth(panel, badge);
    const { payLink, orderId } = await buy();
    const tab = await payInAnotherTab(payLink);
    await badge.filter({ hasText: /^2 held$/ }).waitFor();
    await release(panel, 'Webhook');
    await shop.orders.waitForOrder(orderId, ({ status }) => status === 'paid');
    expect(tab.url()).not.toContain(shop.url);
    await release(panel, 'Redirect');
    await tab.waitForURL(`${shop.url}/order/confirmation**`);
    expect(await tab.textContent('body')).toContain(`Order ${orderId} is paid`);
  });

  test('holds every webhook until that is cleared, and releases all at once', async () => {
    const { panel, badge } = await openPanel();
    await panel.getByRole('button', { name: 'Hold every webhook' }).click();
    await badge.filter({ hasText: /^1 hold$/ }).waitFor();
    const app = await createPayingApp(harness.url);
    for (const note of ['one', 'two', 'three']) await app.pay(await app.createLink(note));
    await badge.filter({ hasText: '3 held · 1 hold' }).waitFor();
    const since = await panel
      .getByRole('region', { name: 'Waiting' })
      .locator('time')
      .evaluateAll((times) => times.map((time) => time.getAttribute('datetime')));
    expect(since).toEqual([...since].sort());
    await panel.getByRole('button', { name: 'Clear: Every webhook' }).click();
    await badge.filter({ hasText: /^3 held$/ }).waitFor();
    await panel.getByRole('button', { name: 'Release all' }).click();
    await badge.filter({ hasText: /^Hold$/ }).waitFor();
    await app.waitForDeliveries();
  });

  test('shows what somebody else holds, and clears all of it', async () => {
    const { live, panel, badge } = await openPanel();
    await callControl(harness, 'POST', '/holds', { target: 'delivery', count: 2 });
    await callControl(harness, 'POST', '/holds', { target: 'redirect' });
    await panel.getByText('The next 2 webhooks').waitFor();
    await badge.filter({ hasText: '2 holds' }).waitFor();
    await panel.getByRole('button', { name: 'Clear all' }).click();
    await badge.filter({ hasText: /^Hold$/ }).waitFor();
    await live.page.keyboard.press('Escape');
    await panel.waitFor({ state: 'hidden' });
    await callControl(harness, 'POST', '/holds', { target: 'redirect' });
    await badge.filter({ hasText: '1 hold' }).waitFor();
  });

  test('holds only the payment that is shown, when that is wanted', async () => {
    const app = await createPayingApp(harness.url);
    const [shown, other] = [await app.createLink('shown'), await app.createLink('other')];
    const { page, problems } = await openLivePage(await browser.newPage(), harness.url, { path: `/?payment=${shown}` });
    await findBadge(page).click();
    const panel = page.getByRole('dialog', { name: 'Holds' });
    await panel.getByRole('checkbox', { name: `Only of payment ${shown}` }).check();
    await panel.getByRole('button', { name: 'Hold the next webhook' }).click();
    await panel.getByText(`The next webhook of payment ${shown}`).waitFor();
    await app.pay(other);
    await app.pay(shown);
    await findBadge(page)
      .filter({ hasText: /^1 held$/ })
      .waitFor();
    await panel.getByRole('button', { name: new RegExp(`Release Webhook .* of payment ${shown}`) }).waitFor();
    expect(problems).toEqual([]);
  });

  test('says why nothing was held when the stage is gone', async () => {
    const { panel, badge } = await openPanel();
    await panel.getByRole('button', { name: 'Hold the next redirect' }).click();
    await badge.filter({ hasText: '1 hold' }).waitFor();
    await harness.close();
    await panel.getByRole('button', { name: 'Hold every webhook' }).click();
    await panel.getByRole('alert').getByText('The stage did not answer.').waitFor();
  });

  test('is not offered in a saved log, where nothing waits and nothing can be sent', async () => {
    const { live, badge } = await openPanel();
    await createPayingApp(harness.url).then((app) => app.createLink('saved'));
    const log = await (await fetch(`${harness.url}/_paystage/api/log`)).text();
    await live.page
      .getByLabel('Saved log')
      .setInputFiles({ name: 'saved.jsonl', mimeType: 'application/x-ndjson', buffer: Buffer.from(log) });
    await live.page.getByRole('banner').getByText('Saved log saved.jsonl, read-only').first().waitFor();
    expect(await badge.count()).toBe(0);
  });

  test('can be used on 400 pixels', async () => {
    const { live, panel, badge } = await openPanel({ width: 400, height: 700 });
    await holdBoth(panel, badge);
    await payInAnotherTab((await buy()).payLink);
    await badge.filter({ hasText: /^2 held$/ }).waitFor();
    await expectNoSidewaysScroll(live.page);
    const box = await panel.boundingBox();
    expect(box && box.x >= 0 && box.x + box.width <= 400).toBe(true);
    await panel.getByRole('button', { name: 'Release all' }).click();
    await badge.filter({ hasText: /^Hold$/ }).waitFor();
    expect(live.problems).toEqual([]);
  });
});

function findBadge(page: Page): Locator {
  return page.getByRole('banner').getByRole('button', { name: /hold|held/i });
}
