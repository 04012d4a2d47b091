import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Harness } from '../../server/index.js';
import { describeInBrowser } from '../support/chromium.js';
import { startHarness } from '../support/harness.js';
import { openLivePage } from '../ui/live-page.js';
import { createPayingApp } from '../ui/paying-app.js';

describeInBrowser('Escape', (browser) => {
  let harness: Harness;

  beforeAll(async () => {
    harness = await startHarness();
    const app = await createPayingApp(harness.url);
    await app.pay(await app.createLink('Order 7'));
    await app.waitForDeliveries();
  });
  afterAll(() => harness.close());

  const filter = (page: Page) => page.getByRole('textbox', { name: 'Filter records' });
  const help = (page: Page) => page.getByRole('button', { name: 'Help', exact: true });
  const filterHelp = (page: Page) => page.getByRole('region', { name: 'What can be typed' });
  const dialog = (name: string) => (page: Page) => page.getByRole('dialog', { name });
  const blur = (page: Page) => page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  const hasFocus = (locator: Locator) => locator.evaluate((element) => element === document.activeElement);

  const cases: {
    name: string;
    opener: (page: Page) => Locator;
    open: (page: Page) => Promise<void>;
    opened: (page: Page) => Locator;
    /** Where the focus may have gone since. */
    places: ((page: Page) => Promise<void>)[];
  }[] = [
    {
      name: 'the help with the filter',
      opener: help,
      open: (page) => page.keyboard.press('Enter'),
      opened: filterHelp,
      places: [
        async () => {},
        blur,
        (page) => page.getByRole('button', { name: 'Close this list' }).focus(),
        (page) => page.getByText('several terms must all hold').click(),
      ],
    },
    {
      name: 'the list of keys',
      opener: help,
      open: (page) => page.keyboard.press('?'),
      opened: dialog('Keys'),
      places: [
        async () => {},
        blur,
        (page) => page.getByRole('heading', { name: 'Views' }).click(),
        (page) => page.keyboard.press('Tab'),
      ],
    },
    {
      name: 'the palette',
      opener: help,
      open: (page) => page.keyboard.press('Control+k'),
      opened: dialog('Commands'),
      places: [async () => {}, blur, (page) => page.keyboard.type('clock')],
    },
    ...[
      ['the holds', 'h', 'Holds'],
      ['the faults', 'f', 'Faults'],
      ['the clock', 't', 'Clock'],
    ].map(([name = '', key = '', label = '']) => ({
      name,
      opener: help,
      open: (page: Page) => page.keyboard.press(key),
      opened: dialog(label),
      places: [async () => {}, blur, (page: Page) => page.getByRole('button', { name: `Close ${name}` }).focus()],
    })),
    {
      name: 'the columns',
      opener: (page) => page.getByRole('button', { name: 'Columns' }),
      open: (page) => page.keyboard.press('Enter'),
      opened: (page) => page.getByRole('group', { name: 'Columns' }),
      places: [async () => {}, blur, (page) => page.getByRole('checkbox', { name: 'Endpoint' }).focus()],
    },
    {
      name: 'the menu of the log',
      opener: (page) => page.getByRole('button', { name: 'Log', exact: true }),
      open: (page) => page.keyboard.press('Enter'),
      opened: (page) => page.getByRole('button', { name: 'Export the log' }),
      places: [async () => {}, blur, (page) => page.getByRole('button', { name: 'Export the log' }).focus()],
    },
  ];

  test.each(cases)('closes $name wherever the focus is, and gives the focus back', async ({ opener, open, opened, places }) => {
    const { page, problems } = await openLivePage(await browser.newPage(), harness.url, { height: 800 });
    for (const moveFocus of places) {
      await opener(page).focus();
      await open(page);
      await opened(page).waitFor();
      await moveFocus(page);
      await page.keyboard.press('Escape');
      await opened(page).waitFor({ state: 'hidden' });
      // Given back after the way out has been drawn, which a busy machine does a moment after hiding.
      await expect.poll(() => hasFocus(opener(page))).toBe(true);
    }
    expect(problems).toEqual([]);
  });

  test.each([
    ['the help with the filter', (page: Page) => help(page).click(), filterHelp],
    ['the holds', (page: Page) => page.keyboard.press('h'), dialog('Holds')],
  ] as const)(
    'closes %s first when it is pressed in the filter, which keeps its words and the focus',
    async (_name, open, opened) => {
      const { page } = await openLivePage(await browser.newPage(), harness.url, { height: 800 });
      await filter(page).fill('type:answer');
      await blur(page);
      await open(page);
      await opened(page).waitFor();
      await filter(page).focus();
      await page.keyboard.press('Escape');
      await opened(page).waitFor({ state: 'hidden' });
      expect(await filter(page).inputValue()).toBe('type:answer');
      expect(await hasFocus(filter(page))).toBe(true);
      await page.keyboard.press('Escape');
      expect(await filter(page).inputValue()).toBe('');
    },
  );

  test('closes a panel before it leaves the view behind it', async () => {
    const { page } = await openLivePage(await browser.newPage(), harness.url, { height: 800 });
    await page.getByRole('option').filter({ hasText: 'answered 204' }).first().click();
    await page.keyboard.press('d');
    await expect.poll(() => new URL(page.url()).searchParams.has('record')).toBe(true);
    await page.getByRole('heading', { name: 'Facts' }).waitFor();
    await page.keyboard.press('f');
    await dialog('Faults')(page).waitFor();
    await page.keyboard.press('Escape');
    await dialog('Faults')(page).waitFor({ state: 'hidden' });
    expect(new URL(page.url()).searchParams.has('record')).toBe(true);
    // A switch takes no letters: no key means anything else because it has the focus.
    await page.getByRole('region', { name: 'Request' }).getByText('Raw', { exact: true }).click();
    await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('type'))).toBe('radio');
    await page.keyboard.press('Escape');
    await expect.poll(() => new URL(page.url()).searchParams.has('record')).toBe(false);
  });
});
