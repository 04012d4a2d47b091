import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Harness } from '../../server/index.js';
import { describeInBrowser } from '../support/chromium.js';
import { startHarness } from '../support/harness.js';
import { openLivePage } from '../ui/live-page.js';
import { createPayingApp } from '../ui/paying-app.js';

describeInBrowser('the palette', (browser) => {
  let harness: Harness;
  let ids: string[];

  beforeAll(async () => {
    harness = await startHarness();
    const app = await createPayingApp(harness.url);
    ids = [await app.createLink('Order 7'), await app.createLink('Order 8')];
  });
  afterAll(() => harness.close());

  const search = async (page: Page, words: string) => {
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: 'Find a command' }).fill(words);
    return page.getByRole('listbox', { name: 'Commands' }).getByRole('option');
  };
  const parameter = (page: Page, name: string) => expect.poll(() => new URL(page.url()).searchParams.get(name));

  test('has the clock, holds, faults and every view on every view', async () => {
    const { page, problems } = await openLivePage(await browser.newPage(), harness.url, { height: 800 });
    for (const path of ['/', '/?view=payments', `/?payment=${ids[0]}`, '/?record=1', '/?view=accounts', '/?view=create']) {
      await page.goto(harness.url + path);
      await page.getByRole('banner').getByText('Live', { exact: true }).last().waitFor();
      const options = await search(page, '');
      const field = page.getByRole('combobox', { name: 'Find a command' });
      for (const [words, title] of [
        ['clock', 'Jump to the next attempt'],
        ['clock day', 'Jump a day'],
        ['freeze', 'Freeze the clock'],
        ['clock speed', 'Speed: run 60 times as fast'],
        ['open holds', 'Hold or release webhooks and redirects'],
        ['open faults', 'Make something go wrong on purpose'],
        ['go to create', 'Go to Create'],
        ['go accounts', 'Go to Accounts'],
      ] as const) {
        await field.fill(words);
        await options.filter({ hasText: title }).waitFor();
      }
    }
    expect(problems).toEqual([]);
  });

  test('opens the panels of holds and faults', async () => {
    const { page } = await openLivePage(await browser.newPage(), harness.url, { height: 800 });
    for (const name of ['Holds', 'Faults', 'Clock']) {
      await search(page, `open ${name}`);
      await page.keyboard.press('Enter');
      await page.getByRole('dialog', { name }).waitFor();
      await page.keyboard.press('Escape');
      await page.getByRole('dialog', { name }).waitFor({ state: 'hidden' });
    }
  });

  test('opens a payment by its reference, by its id, and one that the page does not hold', async () => {
    const { page, problems } = await openLivePage(await browser.newPage(), harness.url, { height: 800 });
    const options = await search(page, 'open payment');
    await expect
      .poll(() => options.allTextContents())
      .toEqual([
        expect.stringContaining(`Open payment ${ids[1]} (Order 8`),
        expect.stringContaining(`Open payment ${ids[0]} (Order 7`),
      ]);
    await page.getByRole('combobox', { name: 'Find a command' }).fill('order 7');
    await page.keyboard.press('Enter');
    await parameter(page, 'payment').toBe(ids[0]);
    await search(page, ids[1] ?? '');
    await page.keyboard.press('Enter');
    await parameter(page, 'payment').toBe(ids[1]);
    await search(page, 'open payment 99999');
    await page.keyboard.press('Enter');
    await parameter(page, 'payment').toBe('99999');
    // The browser itself reports what is not found.
    expect(problems.filter((problem) => !problem.includes('status of 404'))).toEqual([]);
  });

  test('asks which payment when only that is named', async () => {
    const { page } = await openLivePage(await browser.newPage(), harness.url, { height: 800 });
    await (await search(page, '')).filter({ hasText: 'Open payment …' }).click();
    const field = page.getByRole('combobox', { name: 'Find a command' });
    await expect.poll(() => field.inputValue()).toBe('open payment ');
    await page.keyboard.type('order 8');
    await page.keyboard.press('Enter');
    await parameter(page, 'payment').toBe(ids[1]);
  });
});
