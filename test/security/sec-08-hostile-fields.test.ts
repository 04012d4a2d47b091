import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Harness, LogRecord } from '../../server/index.js';
import { showUnseen } from '../../ui/src/format/text.js';
import { describeInBrowser } from '../support/chromium.js';
import { callControl, startHarness } from '../support/harness.js';
import { hostileStrings, hostileTexts, poison, toWellFormed } from '../support/hostile-strings.js';
import { createHostileTarget, type HostileTarget } from '../support/hostile-target.js';
import { isThorough } from '../support/is-thorough.js';
import { provokeStage } from '../support/provoke-stage.js';
import { followLink, type LivePage, openLivePage } from '../ui/live-page.js';
import { createPayingApp, type PayingApp } from '../ui/paying-app.js';
import { type InjectionWatch, watchInjection } from '../ui/watch-injection.js';

/** What gives a record its form; everything else in it may be anything. */
const FORM = new Set(['type', 'at', 'lane', 'dueAt', 'nextAttemptAt', 'now', 'base64']);

const OWN_FRAME =
  /^<iframe class="widget" title="Card payment" data-testid="widget" src="\.\.\/embed\?pk=sp_client_\w+"( style="height: \d+px;")?><\/iframe>$/;

describeInBrowser('hostile texts in every field', (browser) => {
  let folder: string;
  let harness: Harness;
  let app: PayingApp;
  let target: HostileTarget;
  let records: LogRecord[];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'paystage-hostile-'));
    target = await createHostileTarget();
    harness = await startHarness();
    app = await createPayingApp(harness.url);
    await provokeStage(harness, app, target.url);
    records = await app.readRecords();
  });
  afterAll(async () => {
    await harness.close();
    await target.close();
    await rm(folder, { recursive: true, force: true });
  });

  interface Visit extends LivePage {
    watch: InjectionWatch;
    /** Everything that could be read so far. */
    seen: Set<string>;
    /** Goes there without loading the page anew, and looks at what came of it. */
    go(path: string): Promise<void>;
    /** Looks at the page as it stands. */
    look(): Promise<void>;
  }

  async function open(path = '/?all=1'): Promise<Visit> {
    const page = await browser.newPage();
    const watch = watchInjection(page, harness.url);
    const live = await openLivePage(page, harness.url, { path, height: 700 });
    const seen = new Set<string>();
    const look = async () => {
      await page.locator('main, [role=region]').first().waitFor();
      const { found, text } = await watch.read();
      expect(found, page.url()).toEqual([]);
      const alert = text.indexOf('This view cannot be shown');
      expect(alert === -1 ? '' : text.slice(alert), page.url()).toBe('');
      seen.add(text);
    };
    const go = async (next: string) => {
      await followLink(page, next);
      await look();
    };
    return { ...live, watch, seen, go, look };
  }

  function expectHarmless({ problems, watch }: Visit): void {
    expect(watch.attempts).toEqual([]);
    expect(problems.filter((problem) => !/status of 40\d/.test(problem))).toEqual([]);
  }

  const idsOf = (of: readonly LogRecord[]) => [
    ...new Set(of.flatMap((record) => ('paymentId' in record && record.paymentId) || [])),
  ];

  test('SEC-08 hostile texts are all in the log that is shown', () => {
    const text = JSON.stringify(records);
    for (const hostile of hostileTexts) expect(text).toContain(JSON.stringify(hostile).slice(1, -1));
    for (const type of [
      'api.called',
      'page.served',
      'attempt.finished',
      'redirect.issued',
      'bin.received',
      'resend.finished',
      'account.changed',
    ])
      expect(records.map((record) => record.type)).toContain(type);
  });

  test('SEC-08 hostile texts stay text in the list, in every details pane, and can be read', { timeout: 300_000 }, async () => {
    const visit = await open();
    const { page, rows, details } = visit;
    for (const query of [
      '',
      'type:api',
      ...idsOf(records)
        .slice(-2)
        .map((id) => `payment:${id}`),
    ]) {
      // The list reads its filter from the address when it is entered.
      await visit.go('/?view=payments');
      await visit.go(`/?all=1&q=${encode(query)}`);
      await rows.last().waitFor();
      for (let index = 0; index < (isThorough ? 80 : 10); index++) {
        await page.keyboard.press('k');
        await details.waitFor();
        await visit.look();
      }
    }
    // And of each text the first record that has it, at length also the last one.
    for (const hostile of hostileTexts) {
      const written = JSON.stringify(hostile).slice(1, -1);
      const having = records.filter((record) => JSON.stringify(record).includes(written));
      for (const record of isThorough ? [having[0], having.at(-1)] : [having[0]]) {
        await visit.go('/?view=payments');
        await visit.go(`/?all=1&sel=${record?.seq}`);
        await details.waitFor();
        await visit.look();
      }
    }
    const text = [...visit.seen].join('\n');
    for (const [name, hostile] of Object.entries(hostileStrings)) {
      const parts = toWellFormed(showUnseen(hostile)).split(/\r?\n|\t|\ufffd/);
      const words = parts.find((part) => part.trim().length > 3) ?? hostile;
      expect(toWellFormed(text), name).toContain(words.trim().slice(0, 80));
    }
    expectHarmless(visit);
  });

  test('SEC-08 hostile texts stay text in the payments, in each of them, and in the report of each', {
    timeout: 300_000,
  }, async () => {
    const visit = await open('/?view=payments');
    const { page } = visit;
    await page.getByRole('main').getByText(hostileStrings.image).first().waitFor();
    await visit.look();
    // Links and intents take turns.
    for (const id of idsOf(records).filter((_, index) => index % (isThorough ? 3 : 7) === 0))
      await visit.go(`/?payment=${encode(id)}`);
    const reported = idsOf(records.filter(({ type }) => type === 'redirect.issued'));
    expect(reported.length).toBeGreaterThan(3);
    for (const id of [...reported.slice(0, isThorough ? 4 : 2), ...idsOf(records).slice(isThorough ? -4 : -2)]) {
      await visit.go(`/?payment=${encode(id)}`);
      const download = page.waitForEvent('download');
      await page.getByRole('button', { name: 'Save report' }).click();
      const path = join(folder, `report-${id}.html`);
      await (await download).saveAs(path);
      // Without its policy: the escaping has to hold by itself.
      const html = await readFile(path, 'utf8');
      await writeFile(path, html.replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, ''));
      const reader = await browser.newPage();
      const watch = watchInjection(reader, `file://${folder}`);
      await reader.goto(pathToFileURL(path).href);
      for (const summary of await reader.locator('summary').all()) await summary.click();
      expect(await watch.inspect(), id).toEqual([]);
      expect(watch.attempts).toEqual([]);
      expect(await reader.locator('body').textContent()).toContain(id);
      await reader.close();
    }
    expectHarmless(visit);
  });

  test('SEC-08 hostile texts stay text in each exchange, in comparisons and while they are resent', {
    timeout: 300_000,
  }, async () => {
    const visit = await open();
    for (const { seq, type } of pickKinds(records, 3)) {
      if (!['api.called', 'page.served', 'attempt.finished', 'bin.received', 'resend.finished', 'callback.called'].includes(type))
        continue;
      await visit.go(`/?record=${seq}`);
    }
    const attempts = records.filter(({ type }) => type === 'attempt.finished');
    const [first] = attempts;
    for (const { seq } of attempts.slice(1, 5)) await visit.go(`/?record=${first?.seq}&with=${seq}`);
    for (const { seq } of attempts.slice(0, 5)) {
      await visit.go(`/?view=resend&record=${seq}`);
      await visit.page.getByRole('button', { name: 'Send', exact: true }).waitFor();
    }
    await visit.page.getByRole('button', { name: 'Send', exact: true }).click();
    await visit.page.getByRole('region', { name: /^Resend 1/ }).waitFor();
    await visit.look();
    expectHarmless(visit);
  });

  test('SEC-08 hostile texts stay text in accounts, holds, the form of a new payment, the search and the palette', {
    timeout: 300_000,
  }, async () => {
    const visit = await open('/?view=accounts');
    const { page } = visit;
    await page.getByText('svg/onload').first().waitFor();
    await visit.look();
    await visit.go('/?view=create');
    await page.getByLabel('Note', { exact: true }).fill(hostileStrings.quoteBreakout);
    await page.getByRole('button', { name: 'Create', exact: true }).click();
    await page.getByRole('region', { name: 'Answer' }).getByText('Status 200').waitFor();
    await visit.look();
    for (const [index, hostile] of hostileTexts.entries()) {
      const addresses = [
        `/?q=${encode(hostile)}&view=${encode(hostile)}`,
        `/?payment=${encode(hostile)}`,
        `/?record=${encode(hostile)}&with=${encode(hostile)}#${encode(hostile)}`,
      ];
      // One kind of address for each text, another one for the next.
      for (const address of isThorough ? addresses : addresses.slice(index % 3).slice(0, 1)) await visit.go(address);
    }
    await visit.go('/');
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: 'Find a command' }).fill(hostileStrings.image);
    await visit.look();
    await page.keyboard.press('Escape');
    await page.getByRole('banner').getByRole('button', { name: /hold/i }).first().click();
    await visit.look();
    expectHarmless(visit);
  });

  test('SEC-08 hostile texts stay text on the checkout pages', async () => {
    const { payments } = await callControl<{ payments: { checkoutUrl: string | null }[] }>(harness, 'GET', '/payments?limit=200');
    const pages = payments.flatMap(({ checkoutUrl }) => checkoutUrl ?? []);
    expect(pages.length).toBeGreaterThan(hostileTexts.length);
    const page: Page = await browser.newPage();
    const watch = watchInjection(page, harness.url);
    for (const url of pages.filter((_, index) => isThorough || index % 4 === 1)) {
      await page.goto(`${url}${url.includes('?') ? '&' : '?'}x=${encode(hostileStrings.quoteBreakout)}`);
      // A page that stands in for the app's has one frame by right, which holds the widget.
      const [first = '', ...others] = await watch.inspect();
      expect([...(OWN_FRAME.test(first) ? [] : [first]), ...others].filter(Boolean), url).toEqual([]);
    }
    expect(watch.attempts).toEqual([]);
  });

  test.each(isThorough ? [0, 7] : [0])(
    'SEC-08 hostile texts stay text in a saved log that was made up, whatever stands in which field (%s)',
    { timeout: 300_000 },
    async (start) => {
      let next = start;
      const pick = () => hostileTexts[next++ % hostileTexts.length] ?? '';
      const made = pickKinds(records, 3).map((record) => poison(record, (key) => FORM.has(key), pick) as LogRecord);
      const header = { paystage: 'log', format: 1, version: pick(), logId: pick(), exportedAt: pick() };
      const path = join(folder, `made-${start}<img src=x onerror=window.__pwned=1>.jsonl`.replaceAll('/', ''));
      await writeFile(path, [header, ...made].map((line) => JSON.stringify(line)).join('\n'));
      const visit = await open();
      const { page, details } = visit;
      await page.getByLabel('Saved log').setInputFiles(path);
      await page
        .getByRole('banner')
        .getByText(/^Saved log made-/)
        .first()
        .waitFor();
      await visit.go('/?all=1');
      await visit.rows.last().waitFor();
      await page.keyboard.press('k');
      for (let index = 1; index < made.length; index++) {
        await details.waitFor();
        await visit.look();
        await page.keyboard.press('k');
      }
      await visit.go('/?view=payments');
      for (const id of idsOf(made)) await visit.go(`/?payment=${encode(id)}`);
      for (const { seq } of made) await visit.go(`/?record=${seq}`);
      expectHarmless(visit);
    },
  );
});

const encode = (text: string) => encodeURIComponent(toWellFormed(text));

/** Up to `most` records of each type, so that each view has something to show. */
function pickKinds(records: readonly LogRecord[], most: number): LogRecord[] {
  const counts = new Map<string, number>();
  return records.filter(({ type }) => {
    const count = (counts.get(type) ?? 0) + 1;
    counts.set(type, count);
    return count <= most;
  });
}
