import type { Page } from 'playwright-core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Harness } from '../../server/index.js';
import type { RecordBody } from '../../server/protocol/records.js';
import { describeInBrowser } from '../support/chromium.js';
import { findFreePort } from '../support/free-port.js';
import { startHarness } from '../support/harness.js';
import { type LivePage, openLivePage } from '../ui/live-page.js';

const notice = (message: string): RecordBody => ({ type: 'harness.notice', level: 'info', code: 'test', message });
const parametersOf = (page: Page) => Object.fromEntries(new URL(page.url()).searchParams);

describeInBrowser('the place in the live list', (browser) => {
  let harness: Harness;

  beforeEach(async () => {
    harness = await startHarness({ port: await findFreePort() });
    append(1, 6_000);
  });
  afterEach(() => harness.close());

  function append(from: number, to: number): void {
    for (let number = from; number <= to; number++) harness.engine.log.append('default', Date.now(), notice(`line ${number}.`));
  }

  async function open(path = '/'): Promise<LivePage> {
    const page = await browser.newPage();
    return openLivePage(page, harness.url, { height: 720, path });
  }

  const selectedOf = ({ rows, page }: LivePage) => rows.and(page.getByRole('option', { selected: true }));

  async function expectInSight(live: LivePage, seq: number): Promise<void> {
    await expect
      .poll(() =>
        live.page.evaluate((id) => {
          const row = document.getElementById(id)?.getBoundingClientRect();
          const list = document.querySelector('[role=listbox]')?.getBoundingClientRect();
          return !!row && !!list && row.top >= list.top - 1 && row.bottom <= list.bottom + 1;
        }, `record-${seq}`),
      )
      .toBe(true);
  }

  async function scrollTo(live: LivePage, seq: number): Promise<void> {
    // The wheel, as a person does: the browser tells the page after it has happened.
    await live.page.evaluate((share) => {
      const list = document.querySelector('[role=listbox]');
      if (list) list.scrollTop = list.scrollHeight * share;
    }, seq / 6_000);
    await live.page.locator(`#record-${seq}`).waitFor();
  }

  test('survives opening a line and going back, a reload, and more records', async () => {
    const live = await open();
    const { page, details } = live;
    await live.row('line 6000.');
    await scrollTo(live, 3_000);
    await page.locator('#record-3000').click();
    await details.waitFor();
    await expect.poll(() => parametersOf(page).sel).toBe('3000');

    for (const goBack of [() => page.keyboard.press('Escape'), () => page.goBack()]) {
      await page.keyboard.press('d');
      await page.getByRole('region', { name: 'Exchange' }).waitFor();
      expect(parametersOf(page)).toEqual({ record: '3000' });
      append(1, 50);
      await goBack();
      await details.getByText('line 3000.').waitFor();
      expect(await selectedOf(live).getAttribute('id')).toBe('record-3000');
      await expectInSight(live, 3_000);
      await page.getByRole('button', { name: 'Follow', exact: true }).waitFor();
    }

    await page.reload();
    await details.getByText('line 3000.').waitFor();
    await expectInSight(live, 3_000);
    // What was there before the reload is not new.
    await page.getByRole('button', { name: /^Not following/ }).waitFor();
    append(1, 3);
    await page.getByRole('button', { name: /^3 new/ }).waitFor();
    // Of those that a filter hides nobody has to be told.
    await live.filter.fill('3000');
    await page.getByRole('button', { name: /^Not following/ }).waitFor();
    await live.filter.fill('');
    await page.getByRole('button', { name: /^3 new/ }).waitFor();
    await expectInSight(live, 3_000);
    expect(live.problems).toEqual([]);
  });

  test('is the same to the pixel for a line at the upper edge, which a key has brought there', async () => {
    const live = await open();
    const { page } = live;
    await live.row('line 6000.');
    for (let press = 0; press < 25; press++) await page.keyboard.press('k');
    await expect.poll(() => parametersOf(page)).toEqual({ sel: '5976', at: '5976' });
    const topOf = async () => (await page.locator('#record-5976').boundingBox())?.y;
    const before = await topOf();
    await page.keyboard.press('d');
    await page.getByRole('region', { name: 'Exchange' }).waitFor();
    await page.goBack();
    await expect.poll(topOf).toBe(before);
    await page.reload();
    await live.details.getByText('line 5976.').waitFor();
    await expect.poll(topOf).toBe(before);
  });

  test('goes with a copied link, also behind a filter that takes several frames', async () => {
    const live = await open('/?q=%22line%22&sel=5500');
    await live.details.getByText('line 5500.').waitFor();
    await expectInSight(live, 5_500);
    expect(await selectedOf(live).getAttribute('id')).toBe('record-5500');
  });

  test('stays when the details are closed, and goes when the newest is followed', async () => {
    const live = await open();
    const { page, details } = live;
    await live.row('line 6000.');
    await scrollTo(live, 2_000);
    await page.locator('#record-2000').click();
    await details.waitFor();
    await page.keyboard.press('Escape');
    await details.waitFor({ state: 'detached' });
    await expect.poll(() => parametersOf(page).sel).toBeUndefined();
    await expect.poll(() => parametersOf(page).at).toBeDefined();
    await expectInSight(live, 2_000);
    await page.keyboard.press('2');
    // Until the other view has been loaded the list is only hidden.
    await page.locator('[aria-label="Records, newest last"]').waitFor({ state: 'detached' });
    expect(parametersOf(page).view).toBe('payments');
    await page.goBack();
    await expectInSight(live, 2_000);
    expect(await details.count()).toBe(0);

    await page.keyboard.press('g');
    await live.row('line 6000.');
    await expect.poll(() => parametersOf(page)).toEqual({});
    await page.reload();
    await page.getByText('Following', { exact: true }).waitFor();
  });

  test('is nowhere when its record is not there: the newest is followed and nothing is selected', async () => {
    const live = await open('/?sel=99999&at=99990');
    await live.row('line 6000.');
    await live.page.getByText('Following', { exact: true }).waitFor();
    expect(await live.details.count()).toBe(0);
    await expect.poll(() => parametersOf(live.page)).toEqual({});
    expect(live.problems).toEqual([]);
  });

  test('is of one log: in another one nothing is selected by the same number', async () => {
    const live = await open();
    await live.row('line 6000.');
    await live.page.keyboard.press('k');
    await live.page.keyboard.press('k');
    await expect.poll(() => parametersOf(live.page).sel).toBe('5999');
    const port = Number(new URL(harness.url).port);
    await harness.close();
    harness = await startHarness({ port });
    append(1, 6_100);
    await live.page.getByRole('log', { name: 'Notices' }).getByText('began a new log').waitFor();
    await live.row('line 6100.');
    expect(await live.details.count()).toBe(0);
    await expect.poll(() => parametersOf(live.page)).toEqual({});
  });

  test('is written seldom, however long a key is held down', async () => {
    const page = await browser.newPage();
    await page.addInitScript(() => {
      const { replaceState } = history;
      Object.assign(window, { replaced: 0 });
      history.replaceState = (...given) => {
        (window as unknown as { replaced: number }).replaced++;
        replaceState.apply(history, given);
      };
    });
    const live = await openLivePage(page, harness.url, { height: 720 });
    await live.row('line 6000.');
    const startedAt = Date.now();
    for (let press = 0; press < 120; press++) await page.keyboard.press('k');
    await expect.poll(async () => `record-${parametersOf(page).sel}` === (await selectedOf(live).getAttribute('id'))).toBe(true);
    const seconds = (Date.now() - startedAt) / 1_000;
    expect(await page.evaluate(() => (window as unknown as { replaced: number }).replaced)).toBeLessThan(3 * seconds + 3);
    await expectInSight(live, Number(parametersOf(page).sel));
  });
});
