import { existsSync } from 'node:fs';

const USUAL_PATHS = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** The browser to measure in: CHROME_PATH, or the first one in the usual places. @throws Error when there is none. */
export function findChromium(): string {
  const path = process.env.CHROME_PATH ?? USUAL_PATHS.find((candidate) => existsSync(candidate));
  if (path !== undefined) return path;
  throw new Error('No Chromium was found. Set CHROME_PATH to one.');
}
