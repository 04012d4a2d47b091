import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { describeInBrowser, findChromium } from '../support/chromium.js';

describe('looking for a browser', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'chromium-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const addProgram = (name: string) => {
    const path = join(folder, name);
    writeFileSync(path, '#!/bin/sh\n');
    chmodSync(path, 0o755);
    return path;
  };

  test('takes CHROME_PATH before anything else', () => {
    const path = addProgram('my-browser');
    addProgram('chromium');
    expect(findChromium({ CHROME_PATH: path, PATH: folder })).toEqual({ path });
  });

  test('does not quietly take another one when CHROME_PATH is wrong', () => {
    addProgram('chromium');
    expect(findChromium({ CHROME_PATH: join(folder, 'none'), PATH: folder })).toEqual({
      reason: expect.stringContaining('CHROME_PATH names no program'),
    });
  });

  test('takes the one without windows before one with', () => {
    addProgram('chromium');
    const path = addProgram('chromium-headless-shell');
    expect(findChromium({ PATH: folder })).toEqual({ path });
  });

  test('looks through the PATH', () => {
    const path = addProgram('google-chrome');
    expect(findChromium({ PATH: ['/nowhere', folder].join(delimiter) })).toEqual({ path });
  });
});

describeInBrowser('a test in a browser', (browser) => {
  test('has a page of its own', async () => {
    const page = await browser.newPage();
    await page.goto('data:text/html,<title>hello</title>');
    expect(await page.title()).toBe('hello');
  });
});
