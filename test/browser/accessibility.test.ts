import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Harness } from '../../server/index.js';
import { describeInBrowser } from '../support/chromium.js';
import { callControl, startHarness } from '../support/harness.js';
import { expectNoSidewaysScroll, followLink, openLivePage } from '../ui/live-page.js';
import { createPayingApp } from '../ui/paying-app.js';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe calls serious or critical, as `rule: element`. Evaluated by the debugger, which the page's policy does not bind. */
async function findSeriousIssues(page: Page): Promise<string[]> {
  await page.evaluate(axeSource);
  const results = await page.evaluate(() =>
    (window as unknown as { axe: { run(options: object): Promise<AxeResults> } }).axe.run({
      resultTypes: ['violations'],
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    }),
  );
  return results.violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`));
}

describeInBrowser('every view', (browser) => {
  let harness: Harness;
  const ids: Record<string, string> = {};

  beforeAll(async () => {
    harness = await startHarness();
    const app = await createPayingApp(harness.url);
    await app.answerWith('securepayapi', { status: 200, body: 'ok' });
    await callControl(harness, 'PATCH', '/accounts/securepayapi', { retryScheduleMs: [1, 3_600_000] });
    ids.link = await app.createLink('Order 7');
    ids.intent = await app.createIntent('order-8');
    await app.pay(ids.link);
    await app.pay(ids.intent);
    await callControl(harness, 'POST', '/holds', { target: 'delivery', count: 3 });
    await harness.engine.activity.whenIdle();
    const records = await app.readRecords();
    const attempts = records.filter((record) => record.type === 'attempt.finished' && record.paymentId === ids.intent);
    ids.attempt = String(attempts.at(-1)?.seq);
    ids.earlier = String(attempts[0]?.seq);
    const checks = [{ id: 'SIG-1', title: 'A tampered body is refused', severity: 'critical' }];
    const asked = { provider: 'securepayapi', target: 'http://localhost:3000/hook', checks };
    const { runId } = await callControl<{ runId: string }>(harness, 'POST', '/check-runs', asked);
    const evidence = [{ name: 'one digit changed', seq: 1, expected: '4xx', seen: '204', isMet: false }];
    const finding = { check: 'SIG-1', verdict: 'fail', sentence: 'It took it.', evidence };
    await callControl(harness, 'POST', `/check-runs/${runId}/findings`, finding);
    await callControl(harness, 'POST', `/check-runs/${runId}/end`, { result: 'fail' });
    ids.run = runId;
    ids.call = String(records.find(({ type }) => type === 'api.called')?.seq);
  });
  afterAll(() => harness.close());

  const places: [name: string, path: () => string, words: () => RegExp][] = [
    ['the list', () => '/', () => /Checks ended/],
    ['the payments', () => '/?view=payments', () => new RegExp(ids.link ?? '')],
    // The list reads its filter from the address when it is entered.
    ['the list with a filter and its problems', () => '/?q=verdict%3Abad%20statu%3Apaid', () => /did you mean/i],
    ['a payment that is paid', () => `/?payment=${ids.link}`, () => /Order 7/],
    ['a payment with retries', () => `/?payment=${ids.intent}`, () => /order-8/],
    ['an exchange', () => `/?record=${ids.attempt}`, () => /accepts only 204/],
    ['two attempts compared', () => `/?record=${ids.attempt}&with=${ids.earlier}`, () => /accepts only 204/],
    ['an API call', () => `/?record=${ids.call}`, () => /createLink/],
    ['an edited delivery', () => `/?view=resend&record=${ids.attempt}`, () => /Send/],
    ['accounts and settings', () => '/?view=accounts', () => /Clock/],
    ['a new payment', () => '/?view=create', () => /Create/],
    ['a check run', () => '/?view=checks', () => /not every check passed/],
    ['a check and its evidence', () => `/?view=checks&run=${ids.run}&check=SIG-1`, () => /The smallest fix/],
  ];

  test.each([
    { colorScheme: 'light', width: 1_280 },
    { colorScheme: 'dark', width: 400 },
  ] as const)(
    'is without serious obstacles, $colorScheme, $width pixels',
    { timeout: 300_000 },
    async ({ colorScheme, width }) => {
      const { page, problems } = await openLivePage(await browser.newPage(), harness.url, { colorScheme, width, height: 800 });
      for (const [name, path, words] of places) {
        await followLink(page, path());
        await page.getByText(words()).filter({ visible: true }).first().waitFor();
        expect(await findSeriousIssues(page), name).toEqual([]);
        await expectNoSidewaysScroll(page);
        expect(problems, name).toEqual([]);
      }
    },
  );

  test('tells with a field what is said about it, and what is wrong with it', async () => {
    const { page, filter } = await openLivePage(await browser.newPage(), harness.url, { height: 800 });
    /** The words of the elements that describe the field. */
    const readDescription = (field: Locator) =>
      field.evaluate((element) =>
        (element.getAttribute('aria-describedby') ?? '')
          .split(' ')
          .map((id) => document.getElementById(id)?.textContent ?? '')
          .join(' '),
      );
    await filter.fill('before:nonsense');
    await expect.poll(() => readDescription(filter)).toContain('nonsense');
    expect(await filter.getAttribute('aria-invalid')).toBe('true');
    await filter.fill('');
    await expect.poll(() => filter.getAttribute('aria-invalid')).not.toBe('true');

    await page.keyboard.press('Escape');
    await page.keyboard.press('t');
    const moveOn = page.getByRole('textbox', { name: 'Move on by' });
    await moveOn.fill('nonsense');
    await moveOn.press('Enter');
    await expect.poll(() => readDescription(moveOn)).toMatch(/\w/);
    await page.keyboard.press('Escape');
    await page.keyboard.press('5');
    const endpoint = page.getByRole('textbox', { name: 'Endpoint', exact: true }).first();
    await expect.poll(() => readDescription(endpoint)).toMatch(/\w/);
    await page.keyboard.press('3');
    const field = page.getByRole('main').getByRole('textbox').first();
    await expect.poll(() => readDescription(field)).toMatch(/\w/);
  });

  test.each([
    ['the palette', 'Control+k', 'Commands'],
    ['the list of keys', '?', 'Keys'],
  ])('is without serious obstacles: %s', async (_name, key, dialog) => {
    const { page, problems } = await openLivePage(await browser.newPage(), harness.url, { height: 800 });
    await page.keyboard.press(key);
    await page.getByRole('dialog', { name: dialog }).waitFor();
    expect(await findSeriousIssues(page)).toEqual([]);
    expect(problems).toEqual([]);
  });
});
