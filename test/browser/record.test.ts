import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Harness } from '../../server/index.js';
import { runInProcess } from '../cli/cli-runs.js';
import { describeInBrowser } from '../support/chromium.js';
import { callControl, startHarness } from '../support/harness.js';
import { expectNoSidewaysScroll, openLivePage } from '../ui/live-page.js';
import { createPayingApp, type PayingApp } from '../ui/paying-app.js';

describeInBrowser('recording a payment from the page', (browser) => {
  let harness: Harness;
  let app: PayingApp;

  beforeEach(async () => {
    harness = await startHarness();
    app = await createPayingApp(harness.url);
  });
  afterEach(() => harness.close());

  async function openPayment(id: string, options: { width?: number } = {}) {
    const live = await openLivePage(await browser.newPage(), harness.url, { path: `/?payment=${id}`, height: 1_200, ...options });
    return { ...live, section: live.page.getByRole('region', { name: 'Record as scenario' }) };
  }

  test('saves the same file that the command line writes, and says what was left out', async () => {
    const id = await app.createIntent('order-1');
    await app.pay(id);
    await app.waitForDeliveries();
    const { page, section, problems } = await openPayment(id);
    const downloading = page.waitForEvent('download');
    await section.getByRole('button', { name: 'Save scenario' }).click();
    const download = await downloading;
    expect(download.suggestedFilename()).toBe(`payment-${id}.yaml`);
    const { out } = await runInProcess(['record', id, '--url', harness.url]);
    expect(readFileSync(await download.path(), 'utf8')).toBe(out);
    expect(out).toContain('externalid: order-1');
    await section.getByText('Scenario saved.').waitFor();
    await section.getByText('No app listened, only receivers of the stage').waitFor();
    expect(problems).toEqual([]);
  });

  test('copies it, and says so when the payment is forgotten', async () => {
    const id = await app.createLink('Order 7');
    const { page, section } = await openPayment(id, { width: 400 });
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await section.getByRole('button', { name: 'Copy scenario' }).click();
    await section.getByText('Scenario copied.').waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toContain('recipient_note: Order 7');
    await expectNoSidewaysScroll(page);
    await page.route('**/_paystage/api/payments/*', (route) => route.fulfill({ status: 404, json: { error: gone } }));
    await section.getByRole('button', { name: 'Save scenario' }).click();
    await section.getByRole('alert').filter({ hasText: gone.message }).waitFor();
    expect(await section.getByText('Scenario copied.').count()).toBe(0);
    expect((await callControl(harness, 'GET', `/payments/${id}`)).id).toBe(id);
  });
});

const gone = { code: 'unknown_payment', message: 'There is no such payment.', hint: 'It was forgotten.' };
