import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Harness } from '../../server/index.js';
import { describeInBrowser } from '../support/chromium.js';
import { callControl, startHarness } from '../support/harness.js';
import { isThorough } from '../support/is-thorough.js';
import { openLivePage, waitForState } from '../ui/live-page.js';
import { createPayingApp } from '../ui/paying-app.js';
import { measureContrast } from '../ui/text-contrast.js';

/** What WCAG 2.2 AA asks of text that is not large. */
const ENOUGH = 4.5;
/** What stands below a button that is open. */
const OPENED = '[aria-expanded="true"] + div';

describeInBrowser('the text of whatever can be pressed', (browser) => {
  let harness: Harness;
  const ids: Record<string, string> = {};

  beforeAll(async () => {
    harness = await startHarness();
    const app = await createPayingApp(harness.url);
    await app.answerWith('securepayapi', { status: 200, body: 'ok' });
    await callControl(harness, 'PATCH', '/accounts/securepayapi', { retryScheduleMs: [1, 3_600_000] });
    ids.payment = await app.createIntent('order-8');
    await app.pay(ids.payment);
    await harness.engine.activity.whenIdle();
    await callControl(harness, 'POST', '/holds', { target: 'redirect' });
    await callControl(harness, 'POST', '/clock', { advanceMs: 60_000 });
    const attempts = (await app.readRecords()).filter(({ type }) => type === 'attempt.finished');
    ids.attempt = String(attempts.at(-1)?.seq);
    ids.earlier = String(attempts[0]?.seq);
  });
  afterAll(() => harness.close());

  const openBy = (name: string) => (page: Page) => page.getByRole('button', { name, exact: true }).click();
  const press = (key: string) => (page: Page) => page.keyboard.press(key);
  const places: { name: string; path?: () => string; words: RegExp; open?: (page: Page) => Promise<void>; within?: string }[] = [
    { name: 'the list', words: /redirect is held/ },
    { name: 'the menu of the log', words: /Export the log/, open: openBy('Log'), within: OPENED },
    { name: 'the columns', words: /As they were/, open: openBy('Columns'), within: OPENED },
    { name: 'the help with the filter', words: /several terms/, open: openBy('Help'), within: 'search' },
    { name: 'the holds', words: /Hold from now on/, open: press('h'), within: '[popover]' },
    { name: 'the faults', words: /What fits a fault/, open: press('f'), within: '[popover]' },
    { name: 'the clock', words: /goes forward, or back/, open: press('t'), within: '[popover]' },
    { name: 'the palette', words: /Export the log/, open: press('Control+k'), within: 'dialog' },
    { name: 'the payments', path: () => '/?view=payments', words: /order-8/ },
    { name: 'a payment', path: () => `/?payment=${ids.payment}`, words: /Redeliver/ },
    { name: 'an exchange', path: () => `/?record=${ids.attempt}`, words: /Edit and resend/ },
    { name: 'a comparison', path: () => `/?record=${ids.attempt}&with=${ids.earlier}`, words: /Edit and resend/ },
    { name: 'the editor', path: () => `/?view=resend&record=${ids.attempt}`, words: /Back to the exchange/ },
    { name: 'the accounts', path: () => '/?view=accounts', words: /goes forward, or back/ },
    { name: 'a new payment', path: () => '/?view=create', words: /Create/ },
  ];

  test.each(['light', 'dark'] as const)(
    'stands out enough at rest, hovered, pressed and focused, in %s',
    { timeout: 300_000 },
    async (colorScheme) => {
      // The same button on the same ground needs one look, wherever it stands.
      const known = new Set<string>();
      const states = new Set<string>();
      const live = await openLivePage(await browser.newPage(), harness.url, { colorScheme, height: 800 });
      const { page } = live;
      // Most buttons stand in several places, so half of those in each colour scheme show nearly all of them.
      const visited = places.filter((_, index) => isThorough || (index % 2 === 0) === (colorScheme === 'light'));
      for (const { name, path, words, open, within } of visited) {
        await page.goto(`${harness.url}${path?.() ?? '/'}`);
        await waitForState(live, 'Live');
        await open?.(page);
        await page.getByText(words).filter({ visible: true }).first().waitFor();
        const found = await measureContrast(page, known, within);
        for (const { state } of found) states.add(state);
        expect(
          found.filter(({ ratio }) => ratio < ENOUGH),
          name,
        ).toEqual([]);
      }
      expect(known.size).toBeGreaterThan(20);
      expect([...states].sort()).toEqual(['active', 'focus', 'hover', 'rest']);
    },
  );
});
