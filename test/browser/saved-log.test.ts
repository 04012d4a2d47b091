import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Harness } from '../../server/index.js';
import { describeInBrowser } from '../support/chromium.js';
import { startHarness } from '../support/harness.js';
import { type LivePage, openLivePage, waitForCount } from '../ui/live-page.js';
import { createPayingApp, type PayingApp } from '../ui/paying-app.js';

describeInBrowser('a saved log', (browser) => {
  let folder: string;
  let harness: Harness;
  let app: PayingApp;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'paystage-saved-log-'));
    harness = await startHarness();
    app = await createPayingApp(harness.url);
  });
  afterEach(async () => {
    await harness.close();
    await rm(folder, { recursive: true, force: true });
  });

  async function exportLog({ page }: LivePage): Promise<string> {
    await page.getByRole('button', { name: 'Log', exact: true }).click();
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Export the log' }).click();
    const path = join(folder, 'saved.jsonl');
    await (await download).saveAs(path);
    return path;
  }

  async function openLog({ page }: LivePage, path: string): Promise<void> {
    await page.getByLabel('Saved log').setInputFiles(path);
  }

  test('is exported without secrets, opened again read-only, and left for the live stage', async () => {
    const live = await openLivePage(await browser.newPage(), harness.url);
    const { page } = live;
    const id = await app.createLink('kept for later');
    await app.pay(id);
    const records = await app.waitForDeliveries();
    await waitForCount(live, records.length);
    const path = await exportLog(live);
    const text = await readFile(path, 'utf8');
    for (const secret of [app.env.SECPAID_TOKEN, app.env.SECUREPAYAPI_SECRET_KEY]) expect(text).not.toContain(secret);
    expect(text.trimEnd().split('\n')).toHaveLength(records.length + 1);

    await openLog(live, path);
    await page
      .getByRole('banner')
      .getByText(/^Saved log saved\.jsonl, read-only$/)
      .first()
      .waitFor();
    await live.row('kept for later');
    await app.createLink('after the export');
    await (await live.row('kept for later')).click();
    expect(await page.getByRole('link', { name: 'Accounts' }).count()).toBe(0);
    expect(await live.rows.filter({ hasText: 'after the export' }).count()).toBe(0);
    await page.keyboard.press('p');
    await page.getByRole('main').getByText(id).first().waitFor();
    expect(await page.getByRole('button', { name: /^Pay/ }).count()).toBe(0);

    await page.getByRole('button', { name: 'Back to the live stage' }).click();
    await live.row('after the export');
    expect(live.problems).toEqual([]);
  });

  test('can be opened where no stage has seen it, and a damaged one shows what can be read', async () => {
    const source = await openLivePage(await browser.newPage(), harness.url);
    await app.createLink('first');
    await app.createLink('second');
    await waitForCount(source, (await app.readRecords()).length);
    const path = await exportLog(source);
    const text = await readFile(path, 'utf8');
    const damaged = join(folder, 'damaged.jsonl');
    await writeFile(damaged, text.slice(0, -20));

    const other = await startHarness();
    try {
      const live = await openLivePage(await browser.newPage(), other.url);
      await openLog(live, damaged);
      await live.row('first');
      await live.page.getByRole('log', { name: 'Notices' }).getByText('is cut off or damaged').waitFor();
      expect(live.problems).toEqual([]);
    } finally {
      await other.close();
    }
  });

  test.each([
    ['nothing at all', '', 'The file is empty.'],
    ['something else', '{"hello":"world"}\n', 'This is no saved log'],
    ['a newer log', '{"paystage":"log","format":99,"version":"9.9.9"}\n', 'newer Paystage (9.9.9)'],
  ])('that is %s is refused where it was chosen, and the live page stays', async (_what, content, words) => {
    const live = await openLivePage(await browser.newPage(), harness.url);
    const path = join(folder, 'wrong.jsonl');
    await writeFile(path, content);
    await openLog(live, path);
    await live.page.getByRole('alert').getByText(words).waitFor();
    await app.createLink('still live');
    await live.row('still live');
    expect(live.problems).toEqual([]);
  });
});
