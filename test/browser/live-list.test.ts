import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Harness } from '../../server/index.js';
import { shortenPaymentId } from '../../ui/src/format/payment-tag.js';
import { describeInBrowser } from '../support/chromium.js';
import { callControl, startHarness } from '../support/harness.js';
import { createIntentIn, openLane } from '../support/lanes.js';
import { type LivePage, openLivePage, waitForCount } from '../ui/live-page.js';
import { createPayingApp, type PayingApp } from '../ui/paying-app.js';

async function selectedId({ page, details, rows }: LivePage): Promise<string | null> {
  await details.waitFor();
  return rows.and(page.getByRole('option', { selected: true })).getAttribute('id');
}

describeInBrowser('the live list', (browser) => {
  let harness: Harness;
  let app: PayingApp;

  beforeEach(async () => {
    harness = await startHarness();
    app = await createPayingApp(harness.url);
  });
  afterEach(() => harness.close());

  async function payOne(status = 204): Promise<string> {
    // No retry comes in between: it would change what is counted.
    await callControl(harness, 'PATCH', '/accounts/securepayapi', { retryScheduleMs: [3_600_000] });
    await app.answerWith('securepayapi', { status });
    const id = await app.createIntent('order-1');
    await app.pay(id);
    return id;
  }

  test('filters by chips that write the grammar, counts what it hides, and lets go of the filter for a moment', async () => {
    const live = await openLivePage(await browser.newPage(), harness.url);
    const { page, filter, rows } = live;
    await payOne(200);
    const refused = rows.filter({ hasText: 'accepts only 204' });
    await expect.poll(() => refused.count()).toBe(3);

    await page.getByRole('button', { name: 'Went wrong: not filtered' }).click();
    expect(await filter.inputValue()).toBe('verdict:bad');
    await expect.poll(() => rows.count()).toBe(3);
    await page.getByRole('button', { name: 'Went wrong: only these' }).click();
    expect(await filter.inputValue()).toBe('-verdict:bad');
    await expect.poll(() => refused.count()).toBe(0);
    await page.getByRole('button', { name: /3 hidden/ }).waitFor();
    expect(new URL(page.url()).searchParams.get('q')).toBe('-verdict:bad');

    await page.keyboard.press('x');
    await page.getByRole('button', { name: 'filter off' }).waitFor();
    await expect.poll(() => refused.count()).toBe(3);
    expect(await filter.inputValue()).toBe('-verdict:bad');
    await page.keyboard.press('x');
    await expect.poll(() => refused.count()).toBe(0);

    await page.reload();
    await page.getByRole('button', { name: /3 hidden/ }).waitFor();
    await page.getByRole('button', { name: 'Went wrong: without these' }).click();
    expect(await filter.inputValue()).toBe('');
    await expect.poll(() => refused.count()).toBe(3);
  });

  test('shows what happened in one lane at the address that the lane is handed over with', async () => {
    const lane = await openLane(harness, { name: 'checkout' });
    const [own, other] = [await createIntentIn(lane), await app.createIntent('order-2')];
    const path = lane.view.page.slice(harness.url.length);
    const live = await openLivePage(await browser.newPage(), harness.url, { path });
    await live.rows
      .filter({ hasText: shortenPaymentId(own) })
      .first()
      .waitFor();
    expect(await live.filter.inputValue()).toBe('lane:checkout');
    expect(await live.rows.filter({ hasText: shortenPaymentId(other) }).count()).toBe(0);
    expect(await live.page.locator('#filter-problems').textContent()).toBe('');

    await live.page.keyboard.press('x');
    await live.rows
      .filter({ hasText: shortenPaymentId(other) })
      .first()
      .waitFor();
  });

  test('hides exactly as many as turning the filter off reveals, the folded ones not among them', async () => {
    const live = await openLivePage(await browser.newPage(), harness.url);
    await payOne(200);
    await expect.poll(() => live.rows.filter({ hasText: 'accepts only 204' }).count()).toBe(3);
    for (const typed of ['type:answer', 'type:timer', '-type:attempt', 'payment:nobody']) {
      await live.filter.fill(typed);
      const button = live.page.getByRole('button', { name: /hidden$/ });
      await button.waitFor();
      const shown = await live.rows.count();
      const hidden = Number((await button.textContent())?.replace(/\D/g, ''));
      expect(hidden).toBeGreaterThan(0);
      await button.click();
      await expect.poll(() => live.rows.count()).toBe(shown + hidden);
      await live.page.getByRole('button', { name: 'filter off' }).click();
    }
    expect(live.problems).toEqual([]);
  });

  test('says first why a call was refused, finds it by that word, and counts it among what went wrong', async () => {
    const live = await openLivePage(await browser.newPage(), harness.url, { height: 720 });
    await fetch(`${app.env.SECPAID_BASE_URL}/api/v2/createLink`, {
      method: 'POST',
      headers: { token: app.env.SECPAID_TOKEN ?? '' },
    });
    const row = await live.row('Refused: Amount is required (400)');
    await row.getByText('refused', { exact: true }).waitFor();
    await live.filter.fill('verdict:refused');
    await expect.poll(() => live.rows.count()).toBe(1);
    await live.filter.fill('verdict:bad');
    await expect.poll(() => live.rows.count()).toBe(1);
    // Beside its details, where the line is short, the reason is still there as a whole.
    await row.click();
    await live.details.waitFor();
    const isCut = await row.getByText(/^Refused/).evaluate((sentence) => {
      const range = document.createRange();
      range.setStart(sentence.firstChild as Text, 0);
      range.setEnd(sentence.firstChild as Text, 'Refused: Amount is required (400)'.length);
      return range.getBoundingClientRect().right > sentence.getBoundingClientRect().right;
    });
    expect(isCut).toBe(false);
    expect(live.problems).toEqual([]);
  });

  test('opens the selected attempt to be edited and sent again by a key, which the list of keys names', async () => {
    const live = await openLivePage(await browser.newPage(), harness.url);
    const { page } = live;
    await payOne();
    const row = await live.row('answered 204');
    await row.click();
    await page.keyboard.press('?');
    await page
      .getByRole('dialog', { name: 'Keys' })
      .getByRole('region', { name: 'Selection' })
      .getByText('Edit and resend')
      .waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('e');
    await page.getByRole('heading', { name: 'Edit and resend' }).waitFor();
    expect(new URL(page.url()).searchParams.get('view')).toBe('resend');
    expect(`record-${new URL(page.url()).searchParams.get('record')}`).toBe(await page.goBack().then(() => selectedId(live)));
    // What was not sent cannot be sent again.
    await (await live.row('Payment')).click();
    await page.keyboard.press('e');
    await page.keyboard.press('?');
    const keys = page.getByRole('dialog', { name: 'Keys' });
    await keys.waitFor();
    expect(await keys.getByRole('region', { name: 'Selection' }).getByText('Edit and resend').count()).toBe(0);
    expect(live.problems).toEqual([]);
  });

  test('names its columns where they stand, and on a phone none', async () => {
    await payOne();
    const live = await openLivePage(await browser.newPage(), harness.url, { height: 720 });
    const { page, details } = live;
    const row = await live.row('answered 204');
    const columns = page.getByRole('list', { name: /^Columns/ });
    const leftOf = async (name: string) => (await columns.getByText(name, { exact: true }).boundingBox())?.x;
    expect(await columns.getByRole('listitem').allTextContents()).toEqual([
      'Time',
      'Kind',
      'Provider',
      'Payment',
      'What happened',
      'Attempt',
      'Took',
      'Verdict',
    ]);
    expect(await leftOf('Kind')).toBe((await row.getByText('Answer', { exact: true }).boundingBox())?.x);
    expect(await leftOf('What happened')).toBe((await row.getByText(/answered 204/).boundingBox())?.x);
    await page.getByRole('button', { name: 'Columns' }).click();
    await page.getByRole('checkbox', { name: 'Took' }).uncheck();
    await page.keyboard.press('Escape');
    await expect.poll(() => columns.getByText('Took').count()).toBe(0);

    await row.click();
    await details.waitFor();
    await columns.nth(1).waitFor();
    expect(await leftOf('Kind')).toBe((await row.getByText('Answer', { exact: true }).boundingBox())?.x);
    await page.keyboard.press('Escape');
    await page.setViewportSize({ width: 400, height: 720 });
    await expect.poll(() => columns.count()).toBe(0);
    expect(live.problems).toEqual([]);
  });

  test('says what it does not understand and searches all the same', async () => {
    const live = await openLivePage(await browser.newPage(), harness.url);
    await payOne();
    await live.row('Payment');
    await live.filter.fill('statu:INIT');
    await live.page.getByText('did you mean').waitFor();
    await live.filter.fill('is:nonsense');
    await expect.poll(() => live.page.locator('#filter-problems').textContent()).toContain('nonsense');
    await live.filter.fill('status:INIT type:status');
    await expect.poll(() => live.rows.count()).toBe(1);
    expect(await live.page.locator('#filter-problems').textContent()).toBe('');
    await live.page.getByRole('button', { name: 'Help' }).click();
    await live.page.getByRole('region', { name: 'What can be typed' }).getByText('payment:50001').waitFor();
    expect(live.problems).toEqual([]);
  });

  test('finds text in bodies that no line shows', async () => {
    const live = await openLivePage(await browser.newPage(), harness.url);
    await app.createIntent('needle-in-the-body');
    await app.createLink('hay');
    await live.row('hay');
    await live.filter.fill('"externalid":"needle-in-the-body"');
    await expect.poll(() => live.rows.count()).toBeGreaterThan(0);
    await expect.poll(() => live.rows.filter({ hasText: 'hay' }).count()).toBe(0);
  });

  test('shows the columns that were chosen, also after a reload and in another tab', async () => {
    const page = await browser.newPage();
    const live = await openLivePage(page, harness.url, { width: 1_600 });
    await payOne();
    await live.row('answered 204');
    await page.getByRole('button', { name: 'Columns' }).click();
    await page.getByRole('checkbox', { name: 'HTTP status' }).check();
    await page.getByRole('checkbox', { name: 'Endpoint' }).check();
    await page.getByRole('checkbox', { name: 'Time' }).uncheck();
    await page.keyboard.press('Escape');
    const row = await live.row('answered 204');
    await row.getByText('204', { exact: true }).waitFor();
    await row.getByText(/\/_paystage\/bin\/securepayapi$/).waitFor();
    expect(await row.getByText(/^\d\d:\d\d:\d\d/).count()).toBe(0);
    await page.reload();
    await (await live.row('answered 204')).getByText('204', { exact: true }).waitFor();
    await page.goto(harness.url);
    await (await live.row('answered 204')).getByText('204', { exact: true }).waitFor();
  });

  test('is used by keyboard alone: select, open, come back, redeliver, find a command, see every key', async () => {
    const live = await openLivePage(await browser.newPage(), harness.url);
    const { page, rows } = live;
    const id = await payOne();
    const records = await app.waitForDeliveries();
    await waitForCount(live, records.length);
    await page.keyboard.press('j');
    await rows.and(page.getByRole('option', { selected: true })).waitFor();
    await page.keyboard.press('k');
    await page.keyboard.press('/');
    await page.keyboard.type('type:answer');
    await page.keyboard.press('Enter');
    await expect.poll(() => rows.count()).toBe(3);
    await page.keyboard.press('g');
    await page.keyboard.press('j');
    await page.keyboard.press('r');
    await page.getByText(/^Redelivered: answered 204/).waitFor();
    await expect.poll(() => rows.count()).toBe(4);

    // A button that has the focus is what Enter means, also while a line is selected.
    const columns = page.getByRole('button', { name: 'Columns' });
    await columns.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('group', { name: 'Columns' }).waitFor();
    await page.keyboard.press('Escape');
    expect(new URL(page.url()).searchParams.has('record')).toBe(false);
    await columns.blur();

    await page.keyboard.press('d');
    await expect.poll(() => new URL(page.url()).searchParams.has('record')).toBe(true);
    await page.goBack();
    await expect.poll(() => live.filter.inputValue()).toBe('type:answer');

    await page.keyboard.press('?');
    const keys = page.getByRole('dialog', { name: 'Keys' });
    await keys.getByText('Follow the newest').waitFor();
    await page.keyboard.press('Escape');
    await keys.waitFor({ state: 'detached' });
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: 'Find a command' }).fill('payments');
    await page.keyboard.press('Enter');
    await expect.poll(() => new URL(page.url()).searchParams.get('view')).toBe('payments');
    await page.keyboard.press('1');
    await (await live.row('answered')).click();
    await page.keyboard.press('p');
    await expect.poll(() => new URL(page.url()).searchParams.get('payment')).toBe(id);
    expect(live.problems).toEqual([]);
  });
});
