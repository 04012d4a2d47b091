import type { Page } from 'playwright-core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Harness } from '../../server/index.js';
import { describeInBrowser } from '../support/chromium.js';
import { callControl, startHarness } from '../support/harness.js';
import { expectNoSidewaysScroll, openLivePage } from '../ui/live-page.js';
import { createPayingApp, type PayingApp } from '../ui/paying-app.js';

const PATH = '/?view=payments';

describeInBrowser('the list of payments', (browser) => {
  let harness: Harness;
  let app: PayingApp;

  beforeEach(async () => {
    harness = await startHarness();
    app = await createPayingApp(harness.url);
  });
  afterEach(() => harness.close());

  const open = async (options: { width?: number; height?: number; path?: string } = {}) =>
    openLivePage(await browser.newPage(), harness.url, { path: PATH, height: 800, ...options });
  const createMany = async (count: number, name = 'Order') => {
    for (let index = 0; index < count; index++) await app.createLink(`${name} ${index + 1}`);
  };
  const selected = (page: Page) => page.locator('[role=option][aria-selected=true]');

  test('says how to get a first payment, and shows it the moment it is there', async () => {
    const { page, rows, problems } = await open();
    await page.getByRole('heading', { name: 'No payment yet.' }).waitFor();
    await page.getByText(/curl/).first().waitFor();
    const id = await app.createLink('First');
    await rows.filter({ hasText: id }).waitFor();
    await rows.filter({ hasText: 'First' }).filter({ hasText: '42.50 EUR' }).filter({ hasText: 'SecPaid' }).waitFor();
    expect(problems).toEqual([]);
  });

  test('leads to the form that creates one', async () => {
    const { page } = await open();
    await page.getByRole('button', { name: 'Create a payment' }).click();
    expect(new URL(page.url()).searchParams.get('view')).toBe('create');
  });

  test('tells what became of each payment and of its webhooks', async () => {
    await app.answerWith('secpaid', { status: 500 });
    await callControl(harness, 'PATCH', '/accounts/secpaid', { retryScheduleMs: [3_600_000] });
    const failing = await app.createLink('Failing');
    await app.pay(failing);
    const intent = await app.createIntent('Fine');
    await app.pay(intent);
    const { rows } = await open();
    await rows
      .filter({ hasText: 'Failing' })
      .filter({ hasText: 'Used' })
      .filter({ hasText: /succeeded.*1 pending/ })
      .waitFor();
    await rows
      .filter({ hasText: 'Fine' })
      .filter({ hasText: 'SUCCEEDED' })
      .filter({ hasText: /3 acknowledged/ })
      .waitFor();
    expect(await rows.evaluateAll((lines) => lines.map(({ id }) => id))).toEqual([`payment-${intent}`, `payment-${failing}`]);
  });

  test('can be walked through with keys, and Enter opens', async () => {
    await createMany(3);
    const { page, rows } = await open();
    await rows.nth(2).waitFor();
    const ids = await rows.evaluateAll((lines) => lines.map(({ id }) => id.replace('payment-', '')));
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    await page.keyboard.press('k');
    await selected(page).filter({ hasText: 'Order 2' }).waitFor();
    await page.keyboard.press('Enter');
    await page.waitForURL((url) => url.searchParams.get('payment') === ids[1]);
    await page.getByRole('region', { name: 'Timeline' }).waitFor();
    await page.keyboard.press('Escape');
    await rows.nth(2).click();
    await page.waitForURL((url) => url.searchParams.get('payment') === ids[2]);
  });

  test('is not gone back to while a menu of the payment is open: Escape closes that first', async () => {
    const intent = await app.createIntent('Menu');
    const { page, rows } = await open({ path: `/?payment=${intent}` });
    await page
      .getByRole('region', { name: 'States' })
      .getByRole('button', { name: /^FAILED / })
      .click();
    const menu = page.getByRole('dialog', { name: 'Ways to FAILED' });
    await menu.waitFor();
    await page.keyboard.press('Escape');
    await menu.waitFor({ state: 'detached' });
    await page.getByRole('region', { name: 'Timeline' }).waitFor();
    await page.keyboard.press('Escape');
    await rows.filter({ hasText: 'Menu' }).waitFor();
  });

  test('searches, keeps the search in the address, and says how much it hides', async () => {
    await createMany(12);
    const { page, rows } = await open();
    await rows.nth(11).waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('order 12');
    await page.getByText('1 of 12 payments').waitFor();
    expect(await rows.count()).toBe(1);
    await page.reload();
    await page.getByText('1 of 12 payments').waitFor();
    // The view that is open is asked for once more: its address says the same as before.
    const [address, length] = [page.url(), await page.evaluate(() => history.length)];
    await page.keyboard.press('2');
    await page.getByRole('link', { name: 'Payments' }).click();
    expect([page.url(), await page.evaluate(() => history.length)]).toEqual([address, length]);
    await page.getByRole('textbox', { name: 'Search payments' }).fill('nothing like this');
    await page.getByText('No payment matches the search.').waitFor();
    await page.getByRole('button', { name: 'Clear the search' }).last().click();
    await rows.nth(11).waitFor();
  });

  test('does not move under a reader, and says what came meanwhile', async () => {
    await createMany(40);
    const { page, rows } = await open({ height: 500 });
    await rows.first().waitFor();
    await page.getByRole('listbox').evaluate((list) => {
      list.scrollTop = 400;
    });
    await page.getByRole('button', { name: /To the newest/ }).waitFor();
    const seen = async () => (await rows.filter({ hasText: 'Order 25' }).boundingBox())?.y;
    const before = await seen();
    await createMany(3, 'Later');
    await page.getByRole('button', { name: /^3 new/ }).waitFor();
    expect(await seen()).toBe(before);
    await page.keyboard.press('g');
    await rows.filter({ hasText: 'Later 3' }).waitFor();
    await page.getByText('Newest first').waitFor();

    await page.getByRole('listbox').evaluate((list) => {
      list.scrollTop = 400;
    });
    await page.getByRole('button', { name: /To the newest/ }).waitFor();
    const search = page.getByRole('textbox', { name: 'Search payments' });
    await search.fill('nothing like this');
    await page.getByText('No payment matches the search.').waitFor();
    await createMany(1, 'Nothing like this');
    await rows.filter({ hasText: 'Nothing like this' }).waitFor();
    await search.press('Home');
    expect(await search.evaluate((field) => (field as HTMLInputElement).selectionStart)).toBe(0);
    await search.fill('');
    await page.getByText('Newest first').waitFor();
  });

  test('keeps only the lines in sight in the document', async () => {
    await createMany(150);
    const { page, rows } = await open({ height: 600 });
    await page.getByText('150 payments').waitFor();
    await rows.filter({ hasText: 'Order 150' }).waitFor();
    expect(await rows.count()).toBeLessThan(40);
    // Whoever hears the list is told how long it is all the same.
    expect(await rows.first().getAttribute('aria-setsize')).toBe('150');
    expect(await rows.nth(3).getAttribute('aria-posinset')).toBe('4');
    await page.getByRole('listbox').evaluate((list) => {
      list.scrollTop = list.scrollHeight;
    });
    await rows.getByText('Order 1', { exact: true }).waitFor();
    expect(await rows.count()).toBeLessThan(40);
  });

  test('is read on 400 pixels', async () => {
    await createMany(2);
    await app.createIntent('An order with a reference that is much longer than a phone is wide, and goes on');
    const { page, rows, problems } = await open({ width: 400, height: 700 });
    await rows.nth(2).waitFor();
    await expectNoSidewaysScroll(page);
    for (const box of await Promise.all((await rows.all()).map((row) => row.boundingBox())))
      expect(box && box.x >= 0 && box.x + box.width <= 400).toBe(true);
    expect(problems).toEqual([]);
  });
});
