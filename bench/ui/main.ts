/**
 * `npm run bench:ui`: the real page in real Chromium, fed by a real harness in another process, filters on.
 * `--json` prints one object; `--quick` measures shorter.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { type Browser, chromium, type Page } from 'playwright-core';
import { describeAges, describeFrames, quantile, round, type Smoothness } from './figures.js';
import { findChromium } from './find-chromium.js';
import { printReport } from './report.js';
import { type Source, startSource } from './source-process.js';
import { watchStolenTime } from './stolen-time.js';
import { readFrames, watchFrames } from './watch-frames.js';

/** Leaves some lines out and looks into every body for the rest. */
const FILTER = '?q=-type%3Apage%20order';
const FULL = 100_000;
const LOADS = 5;

/** Frames, and what the host took of the processors' time meanwhile, percent; null where that is not known. */
export type Watched = Smoothness & { stolenPercent: number | null };

export interface UiReport {
  meanRecordBytes: number;
  /** A page without any script, on this machine, at this time. */
  emptyPage: Watched;
  firstLineMs: { with50Records: number; withFullLog: number };
  at5000: Watched & { p50Ms: number; p99Ms: number; shownPerSecond: number };
  at10000: Watched & { p50Ms: number; p99Ms: number; shownPerSecond: number };
  scrollingAt5000: Watched;
  heapMiBAfterFullLog: number;
  heldRecords: number;
}

const isJson = process.argv.includes('--json');
const seconds = process.argv.includes('--quick') ? 3 : 8;
const browser = await chromium.launch({ executablePath: findChromium(), args: ['--no-sandbox', '--disable-gpu'] });
const source = await startSource();
try {
  const report = await measure(browser, source);
  if (isJson) console.log(JSON.stringify(report, null, 2));
  else printReport(report);
} finally {
  await browser.close();
  await source.stop();
}

async function measure(browser: Browser, source: Source): Promise<UiReport> {
  const emptyPage = await measureEmptyPage(browser);
  await source.fill(50);
  const with50Records = await measureLoads(browser, source);

  const page = await openPage(browser, `${source.url}/${FILTER}`);
  const at5000 = await measureStreaming(page, source, 5_000);
  const at10000 = await measureStreaming(page, source, 10_000);
  await page.close();

  const { meanBytes, newestSeq } = await source.fill(FULL);
  const withFullLog = await measureLoads(browser, source);
  const full = await openPage(browser, `${source.url}/${FILTER}`);
  await waitUntilLive(full);
  const scrollingAt5000 = await measureScrolling(full, source);
  const { heapMiB, heldRecords } = await measureHeap(full);
  await full.close();
  if (newestSeq < FULL) throw new Error('The log did not fill up.');
  return {
    meanRecordBytes: Math.round(meanBytes),
    emptyPage,
    firstLineMs: { with50Records, withFullLog },
    at5000,
    at10000,
    scrollingAt5000,
    heapMiBAfterFullLog: heapMiB,
    heldRecords,
  };
}

async function openPage(browser: Browser, url: string): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1_600, height: 900 } });
  await page.goto(url);
  await page.locator('[role=option]').first().waitFor();
  return page;
}

async function waitUntilLive(page: Page): Promise<void> {
  await page
    .getByRole('status')
    .filter({ hasText: /^Live$/ })
    .waitFor({ state: 'attached', timeout: 120_000 });
}

async function measureEmptyPage(browser: Browser): Promise<Watched> {
  const page = await browser.newPage();
  const readStolen = watchStolenTime();
  await watchFrames(page, false);
  await sleep(2_000);
  const figures = { ...describeFrames(await readFrames(page)), stolenPercent: readStolen() };
  await page.close();
  return figures;
}

/** From asking for the page to the first line in it, each time with an empty cache. Median. */
async function measureLoads(browser: Browser, source: Source): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < LOADS; round++) {
    const context = await browser.newContext({ viewport: { width: 1_600, height: 900 } });
    const page = await context.newPage();
    const startMs = performance.now();
    await page.goto(source.url, { waitUntil: 'commit' });
    await page.locator('[role=option]').first().waitFor();
    times.push(performance.now() - startMs);
    await context.close();
  }
  return round(quantile(times, 0.5));
}

async function measureStreaming(page: Page, source: Source, perSecond: number): Promise<UiReport['at5000']> {
  // The first second is for the compiler of the page's code.
  await source.stream(perSecond, 1);
  const readStolen = watchStolenTime();
  await watchFrames(page, false);
  const written = await source.stream(perSecond, seconds);
  const samples = await readFrames(page);
  const last = samples.seen.at(-1);
  const first = samples.seen[0];
  const shownPerSecond = first && last ? Math.round(((last[0] - first[0]) / (last[1] - first[1])) * 1_000) : 0;
  return { ...describeFrames(samples), ...describeAges(written, samples), shownPerSecond, stolenPercent: readStolen() };
}

async function measureScrolling(page: Page, source: Source): Promise<Watched> {
  const readStolen = watchStolenTime();
  await watchFrames(page, true);
  await source.stream(5_000, seconds);
  return { ...describeFrames(await readFrames(page)), stolenPercent: readStolen() };
}

async function measureHeap(page: Page): Promise<{ heapMiB: number; heldRecords: number }> {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  const held = await page.getByRole('banner').textContent();
  const heldRecords = Number(/([\d,]+) records/.exec(held ?? '')?.[1]?.replaceAll(',', '') ?? Number.NaN);
  return { heapMiB: round(usedSize / 1_048_576), heldRecords };
}
