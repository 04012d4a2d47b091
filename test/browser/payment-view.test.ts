import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Harness } from '../../server/index.js';
import { describeInBrowser } from '../support/chromium.js';
import { actAsCustomer, callControl, readPayment, startHarness } from '../support/harness.js';
import { expectNoSidewaysScroll, openLivePage } from '../ui/live-page.js';
import { createPayingApp, type PayingApp } from '../ui/paying-app.js';
import { openPaymentView, type PaymentLook } from './open-payment-view.js';

const MARKUP = `<img src=x onerror="alert('img')"><b>bold</b> \u202egnp.exe`;

describeInBrowser('the view of one payment', (browser) => {
  let harness: Harness;
  let app: PayingApp;

  beforeEach(async () => {
    harness = await startHarness();
    app = await createPayingApp(harness.url);
  });
  afterEach(() => harness.close());

  const openPayment = (id: string, look?: PaymentLook) => openPaymentView(browser, harness, id, look);

  const appendNotices = (count: number) => {
    const { log } = harness.engine;
    for (let number = 1; number <= count; number++)
      log.append('default', Date.now(), { type: 'harness.notice', level: 'info', code: 'test', message: `line ${number}` });
  };

  test('tells a paid link as one story, effects below their causes', async () => {
    const id = await app.createLink('Order 7');
    await fetch((await readPayment(harness, id)).checkoutUrl ?? '');
    await app.pay(id);
    await app.waitForDeliveries();
    const { page, head, lines, state, problems } = await openPayment(id);
    await head.getByText('42.50 EUR').waitFor();
    await head.getByText('Order 7').waitFor();
    await head.getByText('succeeded').waitFor();
    await expect.poll(() => lines.count()).toBe(6);
    const told = await lines.evaluateAll((items) => items.map((item) => `${item.dataset.depth} ${item.textContent}`));
    for (const [index, words] of [
      /^0 .*API call.*App called createLink/,
      /^1 .*Payment 50001 created/,
      /^0 .*Browser opened pay page/,
      /^0 .*Customer played by a call: “pay”/,
      /^1 .*Unused → Used: paid by card/,
      /^2 .*“Success” to localhost.*Answered 204, which SecPaid accepts.*acknowledged/,
    ].entries())
      expect(told[index]).toMatch(words);
    expect(await state('Used').getAttribute('aria-current')).toBe('step');
    expect(await state('Unused').getAttribute('title')).toContain('was passed');
    await page.getByText('documented: docs.secpaid.com/concepts/payment-links').waitFor();
    // The receiver is our own, so what it got is known.
    await lines.last().getByRole('button', { name: 'The built-in receiver got attempt 1' }).waitFor();
    expect(problems).toEqual([]);
  });

  test('leads from a line to its exchange and back, and to the list', async () => {
    const id = await app.createLink('Order 7');
    await app.pay(id);
    const records = await app.waitForDeliveries();
    const answer = records.find(({ type }) => type === 'attempt.finished');
    const { page, head, lines } = await openPayment(id);
    await lines
      .last()
      .getByRole('button', { name: /^Attempt 1, 204, acknowledged/ })
      .click();
    await expect.poll(() => new URL(page.url()).search).toBe(`?record=${answer?.seq}`);
    await page.goBack();
    await lines
      .last()
      .getByRole('button', { name: /^“Success” to/ })
      .click();
    await expect.poll(() => new URL(page.url()).search).toBe(`?record=${answer?.seq}`);
    await page.goBack();
    await head.getByRole('button', { name: 'Show in the list' }).click();
    await expect.poll(() => new URL(page.url()).searchParams.get('q')).toBe(`payment:${id}`);
    await page.getByRole('option').first().waitFor();
  });

  test('compresses hours in which nothing happens, and says so', async () => {
    await app.answerWith('secpaid', { status: 204 });
    const id = await app.createLink('Order 7');
    await callControl(harness, 'POST', '/clock', { advanceMs: 2 * 3_600_000 });
    await app.pay(id);
    await app.waitForDeliveries();
    const { timeline, lines } = await openPayment(id);
    await timeline.getByText('… 2 h …').waitFor();
    const places = await lines
      .locator('[data-shape]')
      .evaluateAll((marks) => marks.map((mark) => mark.getBoundingClientRect().left));
    const track = await timeline.evaluate((panel) => panel.getBoundingClientRect());
    for (const place of places) expect(place).toBeGreaterThan(track.left);
    // What happened before and after is told apart.
    expect(Math.max(...places) - Math.min(...places)).toBeGreaterThan(100);
  });

  test('is used by keyboard', async () => {
    await app.answerWith('secpaid', { status: 503 });
    await callControl(harness, 'PATCH', '/accounts/secpaid', { retryScheduleMs: [3_600_000] });
    const id = await app.createLink('Order 7');
    await app.pay(id);
    const { page, lines, head } = await openPayment(id);
    await lines.filter({ hasText: '“Success” to' }).getByText('pending').waitFor();
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.keyboard.press('c');
    await head.getByText('Link copied').waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(`${harness.url}/?payment=${id}`);

    const focused = () => page.evaluate(() => document.activeElement?.textContent);
    await page.keyboard.press('j');
    expect(await focused()).toContain('App called createLink');
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    expect(await focused()).toContain('“Success” to');
    // Pointing at an effect marks what led to it.
    await expect
      .poll(() => lines.evaluateAll((items) => items.map((item) => item.dataset.related === 'true')))
      .toEqual([false, false, true, true, true]);
    await page.keyboard.press('k');
    expect(await focused()).toContain('Unused → Used');

    await app.answerWith('secpaid', { status: 200 });
    await page.keyboard.press('r');
    await page.getByText('Answered 200, which SecPaid accepts.').first().waitFor();
    await lines.filter({ hasText: '“Success” to' }).getByText('acknowledged').waitFor();
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await expect.poll(() => new URL(page.url()).searchParams.has('record')).toBe(true);
    await page.goBack();
    await page.keyboard.press('l');
    await expect.poll(() => new URL(page.url()).searchParams.get('q')).toBe(`payment:${id}`);
  });

  test('shows what the page no longer holds as the stage still has it, and goes on from there', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'paystage-payment-'));
    try {
      await harness.close();
      harness = await startHarness({ dataDir: folder });
      app = await createPayingApp(harness.url);
      const id = await app.createLink('Long ago');
      appendNotices(100_100);
      const { head, lines, actions, state } = await openPayment(id);
      await head.getByText('Long ago').waitFor();
      await actions.getByRole('button', { name: 'Pay by card', exact: true }).click();
      await lines.filter({ hasText: 'Unused → Used' }).waitFor();
      await lines.filter({ hasText: 'App called createLink' }).waitFor();
      expect(await state('Used').getAttribute('aria-current')).toBe('step');
    } finally {
      await harness.close();
      await rm(folder, { recursive: true, force: true });
    }
  });

  test('says so when not even the stage keeps what happened, and shows what happens from then on', async () => {
    const id = await app.createLink('Long ago');
    appendNotices(20_100);
    const { page, head, lines } = await openPayment(id);
    await page.getByRole('heading', { name: `What happened to payment ${id} is no longer kept.` }).waitFor();
    await app.pay(id);
    await lines.filter({ hasText: 'Unused → Used' }).waitFor();
    await head.getByText('Used', { exact: true }).waitFor();
    await page.getByText('what is shown starts in the middle').waitFor();
  });

  test('tells the story of a saved log, and offers nothing to do', async () => {
    const id = await app.createLink('Order 7');
    await app.pay(id);
    await app.waitForDeliveries();
    const log = await (await fetch(`${harness.url}/_paystage/api/log`)).text();
    const { page, head, lines, state, actions, holds, problems } = await openPayment(id);
    await page
      .getByLabel('Saved log')
      .setInputFiles({ name: 'saved.jsonl', mimeType: 'application/x-ndjson', buffer: Buffer.from(log) });
    await page
      .getByRole('banner')
      .getByText(/^Saved log saved\.jsonl, read-only$/)
      .first()
      .waitFor();
    await page.getByRole('option').first().click();
    await page.keyboard.press('p');
    await head.getByText('Order 7').waitFor();
    await lines.filter({ hasText: '“Success” to' }).getByText('acknowledged').waitFor();
    expect(await state('Used').getAttribute('aria-current')).toBe('step');
    expect(await actions.count()).toBe(0);
    expect(await holds.count()).toBe(0);
    expect(await page.getByRole('button', { name: /^Redeliver/ }).count()).toBe(0);
    expect(problems).toEqual([]);
  });

  test('says plainly that there is no such payment', async () => {
    const live = await openLivePage(await browser.newPage(), harness.url, { path: '/?payment=4711' });
    const { page } = live;
    await page.getByRole('heading', { name: 'There is no payment 4711 here.' }).waitFor();
    await page.getByText('It may have been reset since the link was made').waitFor();
    await page.getByRole('button', { name: 'See all payments' }).click();
    await expect.poll(() => new URL(page.url()).search).toBe('?view=payments');
  });

  test.each([
    [1280, 'light'],
    [1280, 'dark'],
    [400, 'light'],
    [400, 'dark'],
  ] as const)('fits %i px in %s and shows markup as text', async (width, colorScheme) => {
    await app.answerWith('securepayapi', { status: 200, body: MARKUP });
    const intent = await app.createIntent(MARKUP);
    const link = await app.createLink(MARKUP);
    await actAsCustomer(harness, intent, { action: 'pay', method: 'card', card: 'challenge' });
    const { page, head, lines, problems, state } = await openPayment(intent, { width, height: 720, colorScheme });
    await head.getByText('onerror="alert(\'img\')"').waitFor();
    await head.getByText('⟨U+202E⟩').waitFor();
    await lines.filter({ hasText: 'AUTH3DSCHALLENGEFORM' }).last().waitFor();
    await expectNoSidewaysScroll(page);
    expect(await hasHiddenOverflow(page)).toEqual([]);
    const box = await state('AUTH3DSCHALLENGEFORM').boundingBox();
    expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(width);
    await page.goto(`${harness.url}/?payment=${link}`);
    await lines.first().waitFor();
    await expectNoSidewaysScroll(page);
    expect(await page.locator('#root').locator('img, b, script').count()).toBe(0);
    expect(problems.filter((problem) => !problem.includes('WebSocket'))).toEqual([]);
  });
});

/** The view scrolls by itself, so what is too wide does not show in the document: texts of what is wider than the view. */
function hasHiddenOverflow(page: Page): Promise<string[]> {
  return page.getByRole('main').evaluate((main) => (main.scrollWidth > main.clientWidth ? [main.textContent ?? ''] : []));
}
