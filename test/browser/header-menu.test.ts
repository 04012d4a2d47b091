import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Harness } from '../../server/index.js';
import { describeInBrowser } from '../support/chromium.js';
import { callControl, startHarness } from '../support/harness.js';
import { expectNoSidewaysScroll, openLivePage } from '../ui/live-page.js';
import { createPayingApp } from '../ui/paying-app.js';

/** CSS pixels that a finger needs. */
const FINGER = 40;
const PHONE = { width: 400, height: 800 };

describeInBrowser('on a phone', (browser) => {
  let harness: Harness;

  beforeEach(async () => {
    harness = await startHarness();
    const app = await createPayingApp(harness.url);
    await app.pay(await app.createLink('Order 7'));
  });
  afterEach(() => harness.close());

  const openMenu = async (page: Page) => {
    await page.getByRole('button', { name: 'Menu', exact: true }).click();
    const menu = page.getByRole('dialog', { name: 'Menu' });
    await menu.waitFor();
    return menu;
  };
  const pick = async (page: Page, name: string) => (await openMenu(page)).getByRole('button', { name }).click();

  test('one menu has help, columns, the log, the clock and the palette', async () => {
    const { page, problems } = await openLivePage(await browser.newPage(), harness.url, PHONE);
    await pick(page, 'Columns');
    const column = page.getByRole('checkbox', { name: 'Endpoint' });
    await column.check();
    await expect.poll(() => new URL(page.url()).search).toContain('endpoint');
    await page.keyboard.press('Escape');
    await column.waitFor({ state: 'detached' });
    await pick(page, 'Help with the filter');
    await page.getByRole('region', { name: 'What can be typed' }).waitFor();
    await page.getByRole('button', { name: 'Close this list' }).click();
    await pick(page, 'Help and keys');
    await page.getByRole('dialog', { name: 'Keys' }).getByText('Redeliver', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Close the list of keys' }).click();
    await pick(page, 'Clock');
    await page.getByRole('dialog', { name: 'Clock' }).getByText('Runs in real time').waitFor();
    await page.getByRole('button', { name: 'Close the clock' }).click();
    const download = page.waitForEvent('download');
    await pick(page, 'Export the log');
    expect(await readFile(await (await download).path(), 'utf8')).toContain('Order 7');
    const chooser = page.waitForEvent('filechooser');
    await pick(page, 'Open a saved log');
    await chooser;
    await pick(page, 'Find a command');
    await page.getByRole('combobox', { name: 'Find a command' }).fill('go to accounts');
    await page.getByRole('listbox', { name: 'Commands' }).getByRole('option').first().click();
    await expect.poll(() => new URL(page.url()).searchParams.get('view')).toBe('accounts');
    await page.getByRole('region', { name: 'Clock' }).waitFor();
    // What belongs to the list is not offered where there is none.
    expect(await (await openMenu(page)).getByRole('button', { name: 'Columns' }).count()).toBe(0);
    expect(problems).toEqual([]);
  });

  test.each(['light', 'dark'] as const)(
    'what can be pressed in the header is as large as a finger, in %s',
    async (colorScheme) => {
      await callControl(harness, 'POST', '/clock', { advanceMs: 86_400_000 });
      await callControl(harness, 'POST', '/holds', { target: 'redirect' });
      const { page } = await openLivePage(await browser.newPage(), harness.url, { ...PHONE, colorScheme });
      const banner = page.getByRole('banner');
      await banner.getByRole('button', { name: /^Clock / }).waitFor();
      await openMenu(page);
      const sizes = await banner
        .locator('button, a')
        .evaluateAll((all) =>
          all.filter((one) => one.checkVisibility()).map((one) => [one.textContent, one.getBoundingClientRect().height] as const),
        );
      expect(sizes.length).toBeGreaterThan(12);
      expect(sizes.filter(([, height]) => height < FINGER)).toEqual([]);
      await expectNoSidewaysScroll(page);
    },
  );

  test('everything in the header is within the window, however wide it is and whatever a saved log is called', async () => {
    await callControl(harness, 'POST', '/clock', { advanceMs: 86_400_000 });
    await callControl(harness, 'POST', '/holds', { target: 'redirect' });
    const { page } = await openLivePage(await browser.newPage(), harness.url, PHONE);
    const banner = page.getByRole('banner');
    const listCutOff = () =>
      banner.locator('button, a, span').evaluateAll((all) =>
        all
          .filter((one) => one.checkVisibility() && one.closest('[popover], .visually-hidden') === null)
          .filter((one) => one.getBoundingClientRect().left < 0 || one.getBoundingClientRect().right > innerWidth)
          .map(({ textContent }) => textContent),
      );
    const expectWithin = async () => {
      for (const width of [320, 400, 660, 800, 961]) {
        await page.setViewportSize({ width, height: 800 });
        await expect.poll(listCutOff, { message: `${width} pixels` }).toEqual([]);
      }
    };
    await banner.getByRole('button', { name: /^Clock / }).waitFor();
    await expectWithin();
    const exported = await fetch(`${harness.url}/_paystage/api/log`);
    const name = `${'a long name '.repeat(8)}\u202e.jsonl`;
    await page
      .getByLabel('Saved log')
      .setInputFiles({ name, mimeType: 'application/x-ndjson', buffer: Buffer.from(await exported.arrayBuffer()) });
    await banner.getByRole('button', { name: 'Back to the live stage' }).waitFor();
    await expectWithin();
  });

  test('the menu is left out where there is room for its entries', async () => {
    const { page } = await openLivePage(await browser.newPage(), harness.url, { height: 800 });
    await page.getByRole('button', { name: 'Log', exact: true }).waitFor();
    expect(await page.getByRole('button', { name: 'Menu', exact: true }).count()).toBe(0);
  });
});
