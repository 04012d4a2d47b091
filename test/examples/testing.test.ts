import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { findChromium } from '../support/chromium.js';
import { isThorough } from '../support/is-thorough.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const bin = (name: string) => fileURLToPath(new URL(`../../node_modules/${name}`, import.meta.url));

/** How each example says it is run, less the `npx`. */
const runners: [name: string, words: string[], env: Record<string, string>][] = [
  ['vitest', [bin('vitest/vitest.mjs'), 'run', '--root', 'examples/testing/vitest'], {}],
  ['jest', [bin('jest/bin/jest.js'), '--rootDir', 'examples/testing/jest'], { NODE_OPTIONS: '--experimental-vm-modules' }],
  ['node-test', ['--test', 'examples/testing/node-test/checkout.test.js'], {}],
];

function run(words: readonly string[], env: Record<string, string>): Promise<{ code: number; said: string }> {
  // The runner of this test marks its children; the examples are run as from a terminal.
  const inherited = Object.entries(process.env).filter(([name]) => !/^(VITEST|NODE_ENV|NODE_OPTIONS|TEST)/.test(name));
  const options = { cwd: ROOT, env: { ...Object.fromEntries(inherited), CI: '1', ...env }, timeout: 240_000 };
  return new Promise((resolve) => {
    execFile(process.execPath, words, options, (error, stdout, stderr) => {
      resolve({ code: error ? Number(error.code ?? 1) : 0, said: stdout + stderr });
    });
  });
}

// The shop and what is asked of it are the same in all of them.
describe.each(isThorough ? runners : runners.slice(-1))('the example for %s', (_name, words, env) => {
  test('passes', async () => {
    const { code, said } = await run(words, env);
    expect(code, said).toBe(0);
  });

  test('fails when the shop ships twice, and says so', async () => {
    const { code, said } = await run(words, { ...env, CARELESS: 'yes' });
    expect(code, said).not.toBe(0);
    expect(said).toContain('the app says it acted 2 times');
  });
});

const chromium = findChromium();
const output = mkdtempSync(join(tmpdir(), 'paystage-playwright-'));
afterAll(() => rmSync(output, { recursive: true, force: true }));

test.skipIf('reason' in chromium || !isThorough)(
  'the example for Playwright passes, and fails when the shop ships twice',
  async () => {
    const words = [bin('@playwright/test/cli.js'), 'test', '--config', 'examples/testing/playwright', '--output', output];
    const env = { CHROME_PATH: 'path' in chromium ? chromium.path : '' };
    const good = await run(words, env);
    expect(good.code, good.said).toBe(0);
    const bad = await run(words, { ...env, CARELESS: 'yes' });
    expect(bad.code, bad.said).not.toBe(0);
    expect(bad.said).toContain('the app says it acted 2 times');
  },
  300_000,
);
