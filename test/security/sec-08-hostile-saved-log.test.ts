import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Harness } from '../../server/index.js';
import type { LogRecord } from '../../server/protocol/records.js';
import { showUnseen } from '../../ui/src/format/text.js';
import { describeInBrowser } from '../support/chromium.js';
import { startHarness } from '../support/harness.js';
import { buildHostileRecords, writeHostileLog } from '../support/hostile-log.js';
import { hostileStrings, hostileTexts, toWellFormed } from '../support/hostile-strings.js';
import { isThorough } from '../support/is-thorough.js';
import { findHarm, installHarmFinder, watchForeignRequests } from '../ui/find-harm.js';
import { followLink, openLivePage, waitForCount } from '../ui/live-page.js';

const { image, direction, prototype, constructor_, method, lonelySurrogates, scriptUrl } = hostileStrings;
/** Few lines beside the one that is looked at: a thousand looks at a tall page take a minute of processor time. */
const LOW = { width: 1_280, height: 600 };
const WHERE = [
  { where: 'in every free field', texts: hostileTexts, breaksForm: false },
  {
    where: 'also in the fields that hold a word of a fixed list or a date',
    texts: [image, direction, prototype, constructor_, method, lonelySurrogates, scriptUrl],
    breaksForm: true,
  },
];

describeInBrowser('a saved log that somebody made to do harm', (browser) => {
  let folder: string;
  let harness: Harness;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'paystage-hostile-'));
    harness = await startHarness();
  });
  afterAll(async () => {
    await harness.close();
    await rm(folder, { recursive: true, force: true });
  });

  async function openLog(records: readonly LogRecord[], text: string, height?: number) {
    const page = await browser.newPage();
    await installHarmFinder(page);
    const live = await openLivePage(page, harness.url, { ...LOW, height: height ?? LOW.height });
    const foreign = watchForeignRequests(page, harness.url);
    // The file's name is shown as well.
    const name = `${toWellFormed(text)
      .replace(/[/\0\r\n]/g, '_')
      .slice(0, 80)}.jsonl`;
    const file = join(folder, name);
    await writeFile(file, writeHostileLog(records, text));
    await page.getByLabel('Saved log').setInputFiles(file);
    await waitForCount(live, records.length);
    const expectHarmless = async () => {
      expect(await findHarm(page), page.url()).toEqual([]);
      expect(foreign).toEqual([]);
      expect(live.problems).toEqual([]);
      expect(await page.getByText('This view cannot be shown.').count()).toBe(0);
      expect(await page.getByRole('log', { name: 'Notices' }).textContent()).toBe('');
    };
    return { page, expectHarmless };
  }

  test.each(WHERE)(
    'SEC-08 a hostile saved log stays text in the list and in the details, $where',
    { timeout: 300_000 },
    async ({ texts, breaksForm }) => {
      const all = buildHostileRecords(texts, breaksForm);
      const types = all.length / texts.length;
      // Each text is in one of so many types, and each type has one of so many texts.
      const share = isThorough ? (breaksForm ? 1 : 2) : 5;
      const records = all.filter((_, index) => (Math.floor(index / types) + (index % types)) % share === 0);
      const { page, expectHarmless } = await openLog(records, hostileStrings.image);
      await page.getByRole('button', { name: /^Show \d+ minor$/ }).click();
      await page.locator(`#record-${records.at(-1)?.seq}`).waitFor();
      expect(await walkUp(page, records)).toEqual([]);
      await expectHarmless();
    },
  );

  test.each(WHERE)(
    'SEC-08 a hostile saved log stays text in checks, payments, exchanges and comparisons, $where',
    { timeout: 300_000 },
    async ({ texts, breaksForm }) => {
      const records = buildHostileRecords(texts, breaksForm);
      const { page, expectHarmless } = await openLog(records, hostileStrings.attributeBreakout, 1_500);
      await followLink(page, '/?view=checks');
      await expectToRead(page, texts.at(-1) ?? '');
      await page.getByRole('region', { name: 'Run', exact: true }).locator('th button').first().click();
      await page.getByText('Open exchange 1').waitFor();
      await expectHarmless();
      await followLink(page, '/?view=payments');
      const lines = page.getByRole('listbox', { name: 'Payments, newest first' });
      await expect.poll(() => lines.getByRole('option').count()).toBe(texts.length);
      await expectHarmless();
      for (const [index, text] of texts.entries()) {
        if (!isThorough && index % 3 !== 0) continue;
        await followLink(page, '/?view=payments');
        await lines
          .getByRole('option')
          .nth(texts.length - 1 - index)
          .click();
        await expectToRead(page, text);
        await expectHarmless();
      }
      await page.setViewportSize(LOW);
      const first = new Map(records.slice(0, records.length / texts.length).map(({ type, seq }) => [type, seq]));
      for (const [index, text] of texts.entries()) {
        const seqOf = (type: LogRecord['type']) => (first.get(type) ?? 0) + (index * records.length) / texts.length;
        // One kind of exchange for each text, another one for the next.
        for (const type of isThorough ? EXCHANGES : EXCHANGES.slice(index % EXCHANGES.length).slice(0, 1)) {
          await followLink(page, `/?record=${seqOf(type)}`);
          await expectToRead(page, text);
          await expectHarmless();
        }
        if (!isThorough && index % 3 !== 1) continue;
        await followLink(page, `/?record=${seqOf('attempt.finished')}&with=${seqOf('resend.finished')}`);
        await expectToRead(page, text);
        await expectHarmless();
      }
    },
  );
});

const EXCHANGES = ['api.called', 'page.served', 'bin.received', 'callback.called', 'event.announced', 'resend.finished'] as const;

/** Waits until `text` stands in the view, character by character. */
async function expectToRead(page: Page, text: string): Promise<void> {
  const json = JSON.stringify(showUnseen(text));
  const isThere = () =>
    page.evaluate((wanted) => document.querySelector('main')?.textContent?.includes(JSON.parse(wanted)), json);
  await expect.poll(isThere, { message: `${json} is to be read at ${page.url()}` }).toBe(true);
}

/**
 * Selects every record from the newest to the oldest, looks at each, and answers with what was wrong. The steps are made in the page: a
 * thousand of them would take minutes from here.
 */
function walkUp(page: Page, records: readonly LogRecord[]): Promise<string[]> {
  // As JSON within JSON: half a surrogate pair does not survive the way to the browser otherwise.
  const expected = records.map(({ seq, type, lane }) => ({
    seq,
    type,
    text: showUnseen(lane),
    times: type === 'hold.cleared' || type === 'stage.reset' ? 1 : 2,
  }));
  return page.evaluate(async (json) => {
    const wrong: string[] = [];
    let steps = 0;
    for (const { seq, type, text, times } of JSON.parse(json).reverse()) {
      document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'k', bubbles: true }));
      const isSelected = () => document.querySelector('[role=option][aria-selected=true]')?.id === `record-${seq}`;
      const count = () => (document.querySelector('[aria-label=Details]')?.textContent ?? '').split(text).length - 1;
      let frames = 0;
      do await new Promise(requestAnimationFrame);
      while (++frames < 60 && !(isSelected() && count() >= times));
      if (frames === 60) wrong.push(`${seq} ${type}: “${text.slice(0, 40)}” stands there ${count()} times`);
      // What a step has changed; everything now and then, because looking at all of it takes longer than the step.
      const changed =
        steps++ % 50 === 0 ? [] : [document.querySelector(`#record-${seq}`), document.querySelector('[aria-label=Details]')];
      wrong.push(...window.findHarm(...changed).map((harm) => `${seq} ${type}: ${harm}`));
      if (wrong.length > 20) break;
    }
    return wrong;
  }, JSON.stringify(expected));
}
