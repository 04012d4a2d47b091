import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Harness } from '../../server/index.js';
import { describeInBrowser } from '../support/chromium.js';
import { startHarness } from '../support/harness.js';
import { openLivePage } from '../ui/live-page.js';

const BEFORE = 2_000;
const FLOOD = 10_000;
const STEP = 100;

describeInBrowser('the live list in a flood', (browser) => {
  let harness: Harness;

  beforeEach(async () => {
    harness = await startHarness();
  });
  afterEach(() => harness.close());

  test('F7 is scrolled by the wheel while 10,000 records arrive: no hole, no repetition, and no jump back to the end', async () => {
    const { page, problems } = await openLivePage(await browser.newPage(), harness.url, { height: 700 });
    const append = (number: number) =>
      harness.engine.log.append('default', Date.now(), {
        type: 'harness.notice',
        level: 'info',
        code: 'test',
        message: `line ${number}`,
      });
    for (let number = 1; number <= BEFORE; number++) append(number);
    const list = page.getByRole('listbox');
    await page.locator(`#record-${BEFORE}`).waitFor();
    await list.hover();

    /** What is in sight in this frame, from top to bottom. */
    const readSight = () =>
      list.evaluate((box) => {
        const { top, bottom } = box.getBoundingClientRect();
        return [...box.querySelectorAll('[role=option]')]
          .map((row) => ({ seq: Number(row.id.slice(7)), y: row.getBoundingClientRect() }))
          .filter(({ y }) => y.bottom > top + 1 && y.top < bottom - 1)
          .sort((one, other) => one.y.top - other.y.top)
          .map(({ seq }) => seq);
      });

    await page.mouse.wheel(0, -300);
    await page.getByRole('button', { name: /^(Not following|\d+ new)/ }).waitFor();
    let highest = Number.POSITIVE_INFINITY;
    for (let number = BEFORE + 1; number <= BEFORE + FLOOD; number += STEP) {
      for (let index = 0; index < STEP; index++) append(number + index);
      await page.mouse.wheel(0, -300);
      await page.evaluate(() => new Promise(requestAnimationFrame));
      const seqs = await readSight();
      const [first = 0] = seqs;
      expect(seqs, 'no hole and no repetition').toEqual(seqs.map((_, index) => first + index));
      expect(first, 'the wheel leads up, whatever comes below').toBeLessThanOrEqual(highest);
      highest = first;
    }
    expect(highest).toBeLessThan(BEFORE);
    await page.getByRole('button', { name: /\d new/ }).waitFor();
    await page.keyboard.press('g');
    await page.locator(`#record-${BEFORE + FLOOD}`).waitFor();
    expect(problems).toEqual([]);
  });
});
