import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Harness } from '../../server/index.js';
import { describeInBrowser } from '../support/chromium.js';
import { startHarness } from '../support/harness.js';
import { openLivePage, pressUntil } from '../ui/live-page.js';
import { createPayingApp, type PayingApp } from '../ui/paying-app.js';

describeInBrowser('the set-up on the live page', (browser) => {
  let harness: Harness;
  let app: PayingApp;

  beforeEach(async () => {
    harness = await startHarness();
    app = await createPayingApp(harness.url);
  });
  afterEach(() => harness.close());

  test('shows secrets when asked, and hides them after a minute and with the pane', async () => {
    const page = await browser.newPage();
    await page.clock.install();
    const live = await openLivePage(page, harness.url);
    const { setup } = live;
    const token = app.env.SECPAID_TOKEN ?? '';
    const show = setup.getByRole('button', { name: 'Show secrets' });
    const secret = setup.getByText(`SECPAID_TOKEN=${token}`);
    await show.waitFor();
    expect(await page.content()).not.toContain(token);
    await show.click();
    await secret.waitFor();
    await setup.getByText(app.env.SECUREPAYAPI_SECRET_KEY ?? '').waitFor();
    await setup.getByRole('button', { name: 'Hide secrets' }).click();
    await secret.waitFor({ state: 'detached' });

    await show.click();
    await secret.waitFor();
    await page.clock.fastForward(30_000);
    expect(await secret.isVisible()).toBe(true);
    await page.clock.fastForward(31_000);
    await secret.waitFor({ state: 'detached' });

    await show.click();
    await secret.waitFor();
    await app.createLink('Order 7');
    await (await live.row('created')).click();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Set-up' }).click();
    await show.waitFor();
    expect(await page.content()).not.toContain(token);
    expect(live.problems).toEqual([]);
  });

  test('copies the environment with secrets and never a masked value', async () => {
    const page = await browser.newPage();
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'], { origin: harness.url });
    const { setup } = await openLivePage(page, harness.url);
    const provider = setup.getByRole('region', { name: 'SecPaid' });
    await pressUntil(provider.getByRole('button', { name: 'Copy with secrets' }), provider, 'Copied');
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect(copied.split('\n')).toContain(`SECPAID_TOKEN=${app.env.SECPAID_TOKEN}`);
    expect(copied).not.toContain('…');
    expect(await page.content()).not.toContain(app.env.SECPAID_TOKEN);
    await harness.close();
    await provider.getByRole('button', { name: 'Copy with secrets' }).click();
    await provider.getByText(/^Not copied: .*\w{4}/).waitFor();
  });

  test('follows a key that is replaced, and stops showing the old one', async () => {
    const { page, setup } = await openLivePage(await browser.newPage(), harness.url);
    const old = app.env.SECPAID_TOKEN ?? '';
    await setup.getByRole('button', { name: 'Show secrets' }).click();
    await setup.getByText(old).waitFor();
    const reply = await fetch(`${harness.url}/_paystage/api/accounts/secpaid/keys/token/rotate`, { method: 'POST' });
    const { value } = (await reply.json()) as { value: string };
    await setup.getByText(`SECPAID_TOKEN=…${value.slice(-4)}`).waitFor();
    expect(await page.content()).not.toContain(old);
    await setup.getByRole('button', { name: 'Show secrets' }).click();
    await setup.getByText(value).waitFor();
  });
});
