import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { formatQuantity } from '../../ui/src/format/numbers.js';

/** The live page as a person meets it: by roles and words. */
export interface LivePage {
  page: Page;
  /** Lines in the document; the page is made tall enough that all of them are in it. */
  rows: Locator;
  details: Locator;
  setup: Locator;
  filter: Locator;
  /** Console errors, warnings, uncaught errors, dialogs and refusals of the security policy so far. */
  problems: string[];
  /** The line that contains `text`, as soon as there is one. */
  row(text: string | RegExp): Promise<Locator>;
  /** Positions in the log of the lines, in order. */
  listSeqs(): Promise<number[]>;
}

interface OpenOptions {
  colorScheme?: 'light' | 'dark';
  width?: number;
  height?: number;
  /** Path and query. */
  path?: string;
}

/** Opens the page of a stage and waits until it is live. */
export async function openLivePage(page: Page, url: string, options: OpenOptions = {}): Promise<LivePage> {
  const problems = watchProblems(page);
  await page.setViewportSize({ width: options.width ?? 1280, height: options.height ?? 3_000 });
  await page.emulateMedia({ colorScheme: options.colorScheme ?? 'light' });
  await page.goto(url + (options.path ?? '/'));
  const rows = page.getByRole('option');
  const live: LivePage = {
    page,
    rows,
    details: page.getByRole('complementary', { name: 'Details' }),
    setup: page.getByRole('complementary', { name: 'Set-up' }),
    filter: page.getByRole('textbox', { name: 'Filter records' }),
    problems,
    async row(text) {
      const row = rows.filter({ hasText: text }).first();
      await row.waitFor();
      return row;
    },
    listSeqs: () => rows.evaluateAll((elements) => elements.map(({ id }) => Number(id.replace('record-', '')))),
  };
  await waitForState(live, 'Live');
  return live;
}

/** Waits until the header says `words` about the connection. */
export async function waitForState({ page }: LivePage, words: string): Promise<void> {
  await page
    .getByRole('status')
    .filter({ hasText: new RegExp(`^${words}$`) })
    .waitFor({ state: 'attached' });
}

/**
 * Presses, and resolves once the text has stood in the place, however short: it is the page that looks, not this process, which may come
 * too late for it.
 */
export async function pressUntil(button: Locator, place: Locator, text: string): Promise<void> {
  const element = await place.elementHandle();
  const seen = place.page().waitForFunction(([at, wanted]) => at?.textContent?.includes(wanted), [element, text] as const);
  await button.click();
  await seen;
}

/** Goes to another view as a link does: without loading the page anew, which takes half a second of a processor and closes a saved log. */
export async function followLink(page: Page, path: string): Promise<void> {
  // Two frames: what the place shows is drawn, or the view that it needs is on its way.
  await page.evaluate(async (url) => {
    history.pushState(null, '', url);
    dispatchEvent(new PopStateEvent('popstate'));
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  }, path);
  await page.locator('main[aria-busy]').waitFor({ state: 'detached' });
}

/** Waits until the page holds `count` records. */
export async function waitForCount({ page }: LivePage, count: number): Promise<void> {
  await page.getByRole('banner').getByText(formatQuantity(count, 'record')).waitFor();
}

/** Fails unless nothing in the page is wider than the page. */
export async function expectNoSidewaysScroll(page: Page): Promise<void> {
  expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBe(0);
}

function watchProblems(page: Page): string[] {
  const problems: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) problems.push(message.text());
  });
  page.on('pageerror', (error) => problems.push(String(error)));
  page.on('dialog', (dialog) => {
    problems.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  return problems;
}
