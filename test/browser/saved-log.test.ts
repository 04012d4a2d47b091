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

  test('gives its place to another one, with nothing left of the first', async () => {
    const live = await openLivePage(await browser.newPage(), harness.url);
    const { page } = live;
    await app.createLink('only in the longer one');
    await waitForCount(live, (await app.readRecords()).length);
    const [header, ...lines] = (await readFile(await exportLog(live), 'utf8')).trimEnd().split('\n');
    const longer = join(folder, 'longer.jsonl');
    await writeFile(longer, `${[header, ...lines].join('\n')}\n`);
    const shorter = join(folder, 'shorter.jsonl');
    await writeFile(shorter, `${[header, lines[0]].join('\n')}\n`);

    await openLog(live, longer);
    await page.getByRole('button', { name: 'Back to the live stage' }).waitFor();
    await (await live.row('only in the longer one')).click();
    await live.details.waitFor();
    await live.filter.fill('only');
    await openLog(live, shorter);
    await page
      .getByRole('banner')
      .getByText(/^Saved log shorter\.jsonl, read-only$/)
      .first()
      .waitFor();
    await live.rows.first().waitFor();
    expect(await live.listSeqs()).toEqual([1]);
    expect(await live.details.count()).toBe(0);
    expect(await live.filter.inputValue()).toBe('');
    expect(live.problems).toEqual([]);
  });

  test('shows no view that changes the stage, also where the browser goes back to one', async () => {
    const live = await openLivePage(await browser.newPage(), harness.url, { path: '/?view=accounts' });
    const { page } = live;
    await app.createLink('kept for later');
    const path = await exportLog(live);
    const reset = page.getByRole('button', { name: 'Reset the stage' });
    await reset.waitFor();
    await openLog(live, path);
    await page.getByRole('button', { name: 'Back to the live stage' }).waitFor();
    await live.row('kept for later');
    await page.goBack();
    await page.waitForURL(/view=accounts/);
    await live.row('kept for later');
    expect(await reset.count()).toBe(0);
    expect(await page.getByRole('navigation').locator('[aria-current]').textContent()).toBe('Live');
    await page.goForward();
    await live.row('kept for later');
    expect(live.problems).toEqual([]);
  });

  test('offers nothing that needs a stage', async () => {
    const live = await openLivePage(await browser.newPage(), harness.url);
    const { page } = live;
    const id = await app.createLink('kept for later');
    await app.pay(id);
    await waitForCount(live, (await app.waitForDeliveries()).length);
    await openLog(live, await exportLog(live));
    await page.getByRole('button', { name: 'Back to the live stage' }).waitFor();
    const answer = await live.row('answered 204');
    for (const name of ['Set-up', 'Pause', 'Follow'])
      expect(await page.getByRole('button', { name, exact: true }).count(), name).toBe(0);
    await answer.click();
    for (const key of ['r', 'e', 'n']) await page.keyboard.press(key);
    await page.keyboard.press('?');
    const keys = page.getByRole('dialog', { name: 'Keys' });
    await keys.getByText('Go to the end').waitFor();
    expect(await keys.getByText(/resend|create|follow|hold/i).count()).toBe(0);
    await page.keyboard.press('Escape');
    expect(await page.getByRole('contentinfo').getByText('resend').count()).toBe(0);

    await page.keyboard.press('p');
    await page
      .getByRole('button', { name: /report/i })
      .first()
      .waitFor();
    expect(await page.getByRole('button', { name: /Copy link/ }).count()).toBe(0);
    expect(await app.readRecords()).toHaveLength((await app.waitForDeliveries()).length);
    expect(live.problems).toEqual([]);
  });

  test('keeps the place in its list, and after a reload has to be opened again, which the page says', async () => {
    const live = await openLivePage(await browser.newPage(), harness.url);
    const { page } = live;
    await app.createLink('kept for later');
    await waitForCount(live, (await app.readRecords()).length);
    const path = await exportLog(live);
    await openLog(live, path);
    await page.getByRole('button', { name: 'Back to the live stage' }).waitFor();
    await (await live.row('kept for later')).click();
    await live.details.waitFor();
    await page.keyboard.press('d');
    await page.getByRole('region', { name: 'Exchange' }).waitFor();
    await page.keyboard.press('Escape');
    await live.details.getByText('kept for later').first().waitFor();

    await page.keyboard.press('d');
    await page.getByRole('region', { name: 'Exchange' }).waitFor();
    await app.createLink('meanwhile');
    await page.reload();
    const lost = page.getByText('The saved log “saved.jsonl” has to be opened again');
    await lost.waitFor();
    // The number that stood in the address is another record at the stage.
    await live.row('meanwhile');
    expect(new URL(page.url()).search).toBe('');
    const chooser = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: 'Open it again' }).click();
    await (await chooser).setFiles(path);
    await page.getByRole('button', { name: 'Back to the live stage' }).waitFor();
    expect(await lost.count()).toBe(0);
    await page.getByRole('button', { name: 'Back to the live stage' }).click();
    await live.row('meanwhile');
    await page.reload();
    await live.row('meanwhile');
    expect(await lost.count()).toBe(0);
    expect(live.problems).toEqual([]);
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
