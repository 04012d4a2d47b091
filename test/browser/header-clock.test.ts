import type { Page } from 'playwright-core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ClockView } from '../../server/http/control/replies.js';
import type { Harness } from '../../server/index.js';
import { describeInBrowser } from '../support/chromium.js';
import { callControl, startHarness } from '../support/harness.js';
import { openLivePage } from '../ui/live-page.js';
import { createPayingApp } from '../ui/paying-app.js';

describeInBrowser('a clock that is not in real time', (browser) => {
  let harness: Harness;

  beforeEach(async () => {
    harness = await startHarness();
  });
  afterEach(() => harness.close());

  const findBadge = (page: Page) => page.getByRole('banner').getByRole('button', { name: /^Clock / });
  const readClock = () => callControl<ClockView>(harness, 'GET', '/clock');
  /** By the palette, which is there on every view. */
  const runCommand = async (page: Page, words: string) => {
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: 'Find a command' }).fill(words);
    await page.keyboard.press('Enter');
  };

  test('is named in the header of every view, also when somebody else moved it, and not once it is ordinary again', async () => {
    const { page, problems } = await openLivePage(await browser.newPage(), harness.url, { height: 800 });
    expect(await findBadge(page).count()).toBe(0);
    await callControl(harness, 'POST', '/clock', { advanceMs: 86_400_000 });
    await findBadge(page).filter({ hasText: 'Clock +1 d' }).waitFor();
    for (const view of ['Payments', 'Create', 'Accounts']) {
      await page.getByRole('link', { name: view }).click();
      await findBadge(page).waitFor();
    }
    await callControl(harness, 'POST', '/clock', { speed: 0 });
    await findBadge(page).filter({ hasText: 'Clock frozen' }).waitFor();
    await callControl(harness, 'POST', '/clock', { speed: 60 });
    await findBadge(page).filter({ hasText: 'Clock 60×' }).waitFor();
    await callControl(harness, 'POST', '/reset');
    await findBadge(page).waitFor({ state: 'detached' });
    expect(problems).toEqual([]);
  });

  test('leads to its panel, which changes it, and Escape gives the focus back to the badge', async () => {
    await callControl(harness, 'POST', '/clock', { speed: 0 });
    const { page, problems } = await openLivePage(await browser.newPage(), harness.url, { height: 800 });
    await findBadge(page).focus();
    await page.keyboard.press('Enter');
    const panel = page.getByRole('dialog', { name: 'Clock' });
    await panel.getByText('Nothing is due').waitFor();
    await panel.getByRole('button', { name: 'Jump a day' }).click();
    await panel.getByText(/1 d|23 h 59 min/).waitFor();
    await panel.getByRole('button', { name: 'Go on' }).click();
    await findBadge(page).filter({ hasText: 'Clock +' }).waitFor();
    await panel.getByRole('textbox', { name: 'Move on by' }).focus();
    await page.keyboard.press('Escape');
    await panel.waitFor({ state: 'hidden' });
    expect(await findBadge(page).evaluate((badge) => badge === document.activeElement)).toBe(true);
    expect(problems).toEqual([]);
  });

  test('is moved, frozen and let run by the palette from the list and from an exchange', async () => {
    await callControl(harness, 'PATCH', '/accounts/securepayapi', { retryScheduleMs: [3_600_000] });
    const app = await createPayingApp(harness.url);
    await app.answerWith('securepayapi', { status: 500 });
    await app.pay(await app.createIntent('late'));
    await harness.engine.activity.whenIdle();
    const live = await openLivePage(await browser.newPage(), harness.url, { height: 800 });
    const { page } = live;
    await app.answerWith('securepayapi', { status: 204 });
    await runCommand(page, 'clock next attempt');
    await live.row('answered 204');
    await findBadge(page)
      .filter({ hasText: /\+(59 min|1 h)/ })
      .waitFor();
    // Ten minutes of the stage, whose clock has gone on by an hour since the payment was created.
    await live.row('created: 20.00 USD');
    await live.filter.fill('after:10m');
    await expect.poll(() => live.rows.filter({ hasText: 'created: 20.00 USD' }).count()).toBe(0);
    await live.row('answered 204');
    await live.filter.fill('');
    await live.row('created: 20.00 USD');
    await (await live.row('answered 204')).click();
    await page.keyboard.press('d');
    await runCommand(page, 'freeze clock');
    await findBadge(page).filter({ hasText: 'Clock frozen' }).waitFor();
    await runCommand(page, 'jump a day');
    await expect.poll(async () => (await readClock()).aheadMs).toBeGreaterThan(86_400_000);
    // While it is being moved nothing else can be done to it.
    await findBadge(page).filter({ hasText: 'Clock frozen' }).waitFor();
    await runCommand(page, 'clock speed 60');
    await expect.poll(async () => (await readClock()).speed).toBe(60);
    await findBadge(page).filter({ hasText: 'Clock 60×' }).waitFor();
    await runCommand(page, 'clock real time');
    await expect.poll(async () => (await readClock()).speed).toBe(1);
    expect(live.problems).toEqual([]);
  });

  test('says in its panel why a jump went nowhere', async () => {
    // One that runs may look as if it had been moved, on a page that hears of it late.
    await callControl(harness, 'POST', '/clock', { speed: 0 });
    const { page } = await openLivePage(await browser.newPage(), harness.url, { height: 800 });
    await findBadge(page).filter({ hasText: 'Clock frozen' }).waitFor();
    await runCommand(page, 'clock next attempt');
    await page.getByRole('dialog', { name: 'Clock' }).getByText('Nothing is due').waitFor();
    await page.keyboard.press('Escape');
    await harness.close();
    await runCommand(page, 'clock real time');
    await page.getByRole('dialog', { name: 'Clock' }).getByText('The stage did not answer.').waitFor();
  });
});
