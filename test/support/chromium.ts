import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe } from 'vitest';
import { PATIENCE_MS } from './patience.js';

export type BrowserSearch = { path: string } | { reason: string };

export interface BrowserFixture {
  /** A page in a context of its own, with no cookies or storage from other tests; closed after the test. */
  newPage(): Promise<Page>;
}

/** The first is the same browser without windows, as Playwright itself takes it: a page in it takes less processor time. */
const COMMANDS = [
  'chromium-headless-shell',
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'chrome',
  'msedge',
];

const FIXED_PATHS = [
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/google-chrome',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
];

/** What playwright-core 1.65 disables by itself, except for macOS, Windows and Edge: of two such lists Chromium reads the last one alone. */
const DISABLED_BY_PLAYWRIGHT = [
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsUpgrades',
  'HttpsFirstBalancedModeAutoEnable',
  'LensOverlay',
  'MediaRouter',
  'PaintHolding',
  'ThirdPartyStoragePartitioning',
  'AvoidCorsURLLoaderRestartOnRedirect',
  'OptimizationHints',
  'NetworkTimeServiceQuerying',
  'AimEnabled',
  'PreconnectToSearch',
];

/** Two pages of the browser's own, for suggestions in its address bar; they cost each new context more than the page that is tried. */
const DISABLED_HERE = ['WebUIOmniboxPopup', 'WebUIOmniboxAimPopup'];

/** No sandbox because tests run as root in containers; the rest keeps the browser from calling home. */
const LAUNCH_ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  `--disable-features=${[...DISABLED_BY_PLAYWRIGHT, ...DISABLED_HERE].join()}`,
];

/** Looks for a browser: CHROME_PATH alone when it is set, otherwise the PATH and the usual places. */
export function findChromium(env: NodeJS.ProcessEnv = process.env): BrowserSearch {
  if (env.CHROME_PATH) {
    return isExecutable(env.CHROME_PATH)
      ? { path: env.CHROME_PATH }
      : { reason: `CHROME_PATH names no program: ${env.CHROME_PATH}` };
  }
  const folders = (env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  const candidates = [...folders.flatMap((folder) => COMMANDS.map((command) => join(folder, command))), ...FIXED_PATHS];
  const path = candidates.find(isExecutable);
  return path === undefined ? { reason: 'no Chromium or Chrome found; set CHROME_PATH to one' } : { path };
}

/**
 * Starts the machine's browser, headless.
 * @throws Error with the reason when there is none.
 */
export async function launchChromium(): Promise<Browser> {
  const found = findChromium();
  if ('reason' in found) throw new Error(found.reason);
  return chromium.launch({ executablePath: found.path, headless: true, args: LAUNCH_ARGS });
}

/** A `describe` whose tests have a browser; without one they are skipped, and the title says why. */
export function describeInBrowser(title: string, fn: (browser: BrowserFixture) => void): void {
  const found = findChromium();
  const contexts: BrowserContext[] = [];
  let browser: Browser | undefined;
  const fixture: BrowserFixture = {
    newPage: async () => {
      if (!browser) throw new Error('newPage() works inside tests and hooks only');
      const context = await browser.newContext();
      contexts.push(context);
      context.setDefaultTimeout(PATIENCE_MS);
      return context.newPage();
    },
  };
  if ('reason' in found) {
    describe.skip(`${title} (skipped: ${found.reason})`, () => fn(fixture));
    return;
  }
  describe(title, () => {
    beforeAll(async () => {
      browser = await launchChromium();
    });
    afterEach(async () => {
      await Promise.all(contexts.splice(0).map((context) => context.close()));
    });
    afterAll(async () => {
      await browser?.close();
    });
    fn(fixture);
  });
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
