import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Harness } from '../../server/index.js';
import type { RecordBody } from '../../server/protocol/records.js';
import { describeInBrowser } from '../support/chromium.js';
import { startHarness } from '../support/harness.js';
import { expectNoSidewaysScroll, openLivePage } from '../ui/live-page.js';

const notice = (message: string): RecordBody => ({ type: 'harness.notice', level: 'info', code: 'test', message });

/** Every fiftieth record is of one of three kinds that are hard to lay out or to hold. */
function makeUnwieldy(number: number): RecordBody {
  if (number % 50 !== 0) return notice(`line ${number}`);
  switch ((number / 50) % 3) {
    case 0:
      return notice(`line ${number} ${'W'.repeat(5_000)}`);
    case 1:
      return notice(`line ${number} \u202eשלום עולם, الدفع مرفوض\u2067 (${number}) \u200f.`);
    default:
      return {
        type: 'api.called',
        provider: 'secpaid',
        route: `line ${number}`,
        accountId: null,
        paymentId: null,
        request: { method: 'POST', url: '/x', headers: [], body: { text: 'ä'.repeat(32_768), sizeBytes: 65_536 } },
        response: { status: 400, headers: [], body: { text: '<'.repeat(65_536), sizeBytes: 65_537, isCut: true } },
        durationMs: 1,
      };
  }
}

describeInBrowser('the live list of many records', (browser) => {
  let harness: Harness;

  beforeEach(async () => {
    harness = await startHarness();
  });
  afterEach(() => harness.close());

  test('F7 stays where somebody reads while 10,000 records come, huge bodies, endless words and text from right to left among them, and in step while it is scrolled', async () => {
    const page = await browser.newPage();
    const live = await openLivePage(page, harness.url, { height: 700 });
    const { log } = harness.engine;
    for (let number = 1; number <= 500; number++) log.append('default', Date.now(), notice(`line ${number}`));
    await live.row('line 500');
    await page.locator('#record-490').click();
    const readAt = async () => (await page.locator('#record-490').boundingBox())?.y;
    const before = await readAt();

    const step = 250;
    for (let number = 501; number <= 10_500; number += step) {
      for (let index = 0; index < step; index++) log.append('default', Date.now(), makeUnwieldy(number + index));
      await page.evaluate(() => new Promise(requestAnimationFrame));
    }
    await page.getByRole('button', { name: /^10,000 new/ }).waitFor();
    expect(await readAt()).toBe(before);
    const usualHeight = (await page.locator('#record-490').boundingBox())?.height ?? 0;

    for (let turn = 0; turn < 30; turn++) {
      await page.evaluate(
        (share) => {
          const list = document.querySelector('[role=listbox]');
          if (list) list.scrollTop = (list.scrollHeight - list.clientHeight) * share;
        },
        (turn % 10) / 10,
      );
      log.append('default', Date.now(), notice(`while scrolling ${turn}`));
      await page.evaluate(() => new Promise(requestAnimationFrame));
    }
    // Whatever is in sight stands in order and without holes.
    await expect
      .poll(async () => {
        const seqs = await live.rows.evaluateAll((found) =>
          found.map(({ id }) => Number(id.slice(7))).sort((one, other) => one - other),
        );
        return seqs.length > 10 && seqs.every((seq, index) => index === 0 || seq === (seqs[index - 1] ?? 0) + 1);
      })
      .toBe(true);
    await page.keyboard.press('g');
    await live.row('while scrolling 29');

    // Of all that is held only what is about in sight is in the document, and no line is higher than the others or spills over.
    for (const [search, hidden] of [
      ['WWWWW', '10,463 hidden'],
      ['שלום', '10,464 hidden'],
      ['type:api', '10,463 hidden'],
    ] as const) {
      await live.filter.fill(search);
      await page.getByRole('button', { name: hidden }).waitFor();
      const shapes = await live.rows.evaluateAll((found) =>
        found.map((row) => ({
          height: row.getBoundingClientRect().height,
          spills: [row.scrollWidth - row.clientWidth, row.scrollHeight - row.clientHeight],
        })),
      );
      expect(shapes.length).toBeGreaterThan(5);
      expect(shapes.length).toBeLessThan(60);
      expect(shapes).toEqual(shapes.map(() => ({ height: usualHeight, spills: [0, 0] })));
      await live.rows.last().click();
      await live.details.waitFor();
      await expectNoSidewaysScroll(page);
    }
    expect(live.problems).toEqual([]);
  });

  test('keeps the line in sight whose details open beside it, though every line grows', async () => {
    for (let number = 1; number <= 500; number++) harness.engine.log.append('default', Date.now(), notice(`line ${number}`));
    const live = await openLivePage(await browser.newPage(), harness.url, { height: 900 });
    const { page, details } = live;
    const newest = await live.row('line 500');
    const heightOf = async () => (await newest.boundingBox())?.height ?? 0;
    const before = await heightOf();
    await page.keyboard.press('k');
    await details.waitFor();
    await expect.poll(heightOf).toBeGreaterThan(before);
    const isInSight = () =>
      newest.evaluate((row) => {
        const list = row.closest('[role=listbox]')?.getBoundingClientRect();
        const { top, bottom } = row.getBoundingClientRect();
        return list !== undefined && top >= list.top - 1 && bottom <= list.bottom + 1;
      });
    expect(await newest.getAttribute('aria-selected')).toBe('true');
    expect(await isInSight()).toBe(true);
  });

  test('keeps the newest 100,000 records and says what it let go', async () => {
    const page = await browser.newPage();
    const { log } = harness.engine;
    const live = await openLivePage(page, harness.url, { height: 700 });
    for (let number = 1; number <= 100_500; number++) {
      log.append('default', Date.now(), notice(`line ${number}`));
      if (number % 2_000 === 0) await page.evaluate(() => new Promise(requestAnimationFrame));
    }
    await page.getByRole('banner').getByText('100,000').waitFor();
    await page.getByRole('banner').getByText('500 older let go').waitFor();
    await live.row('line 100500');
    await live.filter.fill('"line 777"');
    await expect.poll(() => live.rows.count()).toBeGreaterThan(5);
    await live.filter.fill('"line 77777"');
    await expect.poll(() => live.rows.count()).toBe(1);
    await page.getByRole('button', { name: '99,999 hidden' }).waitFor();
  });
});
