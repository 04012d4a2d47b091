import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Harness } from '../../server/index.js';
import { describeInBrowser } from '../support/chromium.js';
import { startHarness } from '../support/harness.js';
import { expectNoSidewaysScroll, openLivePage } from '../ui/live-page.js';

describeInBrowser('the demo shop, from the empty page', (browser) => {
  let harness: Harness;
  beforeEach(async () => {
    harness = await startHarness();
  });
  afterEach(() => harness.close());

  test('a newcomer opens the shop, buys, passes 3-D Secure, sees the story, and finds the checks filled in', async () => {
    const { page, problems } = await openLivePage(await browser.newPage(), harness.url);
    await page.getByRole('button', { name: 'Try the demo shop' }).click();
    const banner = page.getByRole('region', { name: 'Demo shop' });
    const shopUrl = (await banner.getByRole('link').getAttribute('href')) ?? '';

    const shop = await browser.newPage();
    await shop.goto(shopUrl);
    await shop.getByRole('button', { name: 'Buy with SecurePayAPI' }).click();
    const widget = shop.frameLocator('[data-testid="widget"]');
    await widget.getByText('3-D Secure challenge, then paid').click();
    await widget.getByRole('button', { name: /^Pay/ }).click();
    await widget.getByRole('button', { name: 'Confirm' }).click();
    await shop.getByText('Thank you. The teapot is on its way.').waitFor();
    await shop.getByRole('link', { name: 'The whole story' }).click();
    await shop.getByText('acknowledged').first().waitFor();

    await banner.getByRole('button', { name: 'Check it' }).click();
    for (const provider of ['SecPaid', 'SecurePayAPI']) {
      await page.getByRole('radiogroup', { name: 'Provider' }).getByText(provider, { exact: true }).click();
      await expect.poll(() => page.getByLabel('Endpoint').inputValue()).toBe(`${shopUrl}/webhooks/${provider.toLowerCase()}`);
      await expect.poll(() => page.getByLabel('Create an order').inputValue()).toBe(`${shopUrl}/buy/${provider.toLowerCase()}`);
      await expect.poll(() => page.getByLabel('Probe', { exact: true }).inputValue()).toContain(`${shopUrl}/orders/{`);
    }

    await banner.getByRole('button', { name: 'End it' }).click();
    await banner.waitFor({ state: 'detached' });
    expect(problems).toEqual([]);
  });

  test('what was typed is not replaced; a button fills it in, also on a phone', async () => {
    const { page } = await openLivePage(await browser.newPage(), harness.url, { path: '/?view=checks', width: 400 });
    await page.getByLabel('Endpoint').fill('http://localhost:3000/mine');
    await fetch(`${harness.url}/_paystage/api/demo`, { method: 'POST' });
    const take = page.getByRole('button', { name: 'Use the demo shop' });
    await take.waitFor();
    expect(await page.getByLabel('Endpoint').inputValue()).toBe('http://localhost:3000/mine');
    await expectNoSidewaysScroll(page);
    await take.click();
    expect(await page.getByLabel('Endpoint').inputValue()).toContain('/webhooks/');
    await take.waitFor({ state: 'detached' });
    // The shop can be checked without them, too.
    for (const name of ['Probe', 'Create an order']) await page.getByLabel(name, { exact: true }).fill('');
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
    for (const name of ['Probe', 'Create an order']) expect(await page.getByLabel(name, { exact: true }).inputValue()).toBe('');
  });

  test('says on every view why it did not open', async () => {
    const { page } = await openLivePage(await browser.newPage(), harness.url, { path: '/?view=payments' });
    await page.route('**/_paystage/api/demo', (route) =>
      route.request().method() === 'POST'
        ? route.fulfill({ status: 500, json: { error: { message: 'The shop did not start.' } } })
        : route.fallback(),
    );
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: 'Find a command' }).fill('try the demo');
    await page.keyboard.press('Enter');
    const banner = page.getByRole('region', { name: 'Demo shop' });
    await banner.getByText('The shop did not start.').waitFor();
    await banner.getByRole('button', { name: 'Put this notice away' }).click();
    await banner.waitFor({ state: 'detached' });
  });
});
