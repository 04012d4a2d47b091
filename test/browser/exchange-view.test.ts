import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { expect, test } from 'vitest';
import { describeInBrowser } from '../support/chromium.js';
import { actAsCustomer } from '../support/harness.js';
import { REFUSAL, readCode, setUpExchangeStage } from '../ui/exchange-stage.js';
import { expectNoSidewaysScroll, openLivePage } from '../ui/live-page.js';

const MARKUP = `<img src=x onerror="alert('img')"><b>bold</b> \u202egnp.exe`;

describeInBrowser('the view of one exchange', (browser) => {
  const stage = setUpExchangeStage(browser);

  test('shows what was asked and what was answered side by side, headers as they came', async () => {
    const [first] = await stage.deliverTwice();
    const { head, request, response, problems } = await stage.openExchange(first.seq);
    await head.getByText('not acknowledged').waitFor();
    await head.getByRole('heading', { name: /answered 500; SecurePayAPI accepts only 204/ }).waitFor();
    await head.getByText(/attempt 1, scheduled · took \d+ ms/).waitFor();
    for (const [pane, headers] of [
      [request, first.request?.headers],
      [response, first.response?.headers],
    ] as const)
      expect(await pane.getByRole('list').getByRole('listitem').allTextContents()).toEqual(
        headers?.map(([name, value]) => `${name}: ${value}`),
      );
    await response.getByText('x-odd-CASE:').waitFor();
    const [left, right] = [await request.boundingBox(), await response.boundingBox()];
    expect(left?.y).toBe(right?.y);
    expect((left?.x ?? 0) + (left?.width ?? 0)).toBeLessThan(right?.x ?? 0);
    expect(problems).toEqual([]);
  });

  test('lays a body out for reading, shows it as sent and byte by byte', async () => {
    const [first] = await stage.deliverTwice();
    const { page, request, response } = await stage.openExchange(first.seq);
    await expect
      .poll(() => readCode(response, 'response body'))
      .toBe('{\n  "error": "not yet",\n  "at": [\n    1,\n    2\n  ]\n}');
    await response.getByText('Raw', { exact: true }).click();
    await expect.poll(() => readCode(response, 'response body')).toBe(REFUSAL.body);
    await response.getByText('Hex', { exact: true }).click();
    const hex = await page.getByRole('region', { name: 'response body as hex' }).textContent();
    expect(hex?.split('\n')[0]).toBe('00000000  7b 22 65 72 72 6f 72 22  3a 22 6e 6f 74 20 79 65  {"error":"not ye');
    await request.getByText('Raw', { exact: true }).click();
    await expect.poll(() => readCode(request, 'request body')).toBe(stage.receiver.requests[0]?.body.toString());
  });

  test('is worked with by keyboard', async () => {
    const [first, second] = await stage.deliverTwice();
    const { page, head } = await stage.openExchange(first.seq);
    const search = () => new URL(page.url()).search;
    const hasFocus = (locator: Locator) =>
      expect.poll(() => locator.evaluate((one) => one === document.activeElement)).toBe(true);
    await head.getByText('not acknowledged').waitFor();
    for (const [name, isBack] of [
      ['The exchange before', false],
      ['The exchange after', true],
    ] as const) {
      await page.getByRole('button', { name }).press('Enter');
      await expect.poll(async () => search() === `?record=${first.seq}`).toBe(isBack);
      await hasFocus(page.getByRole('button', { name }));
    }
    const har = head.getByRole('button', { name: 'Save HAR' });
    await har.press('Enter');
    const download = page.waitForEvent('download');
    await head.getByRole('button', { name: 'Download this exchange' }).press('Enter');
    await download;
    await hasFocus(har);
    await page.keyboard.press(']');
    await expect.poll(search).not.toBe(`?record=${first.seq}`);
    await page.keyboard.press('[');
    await expect.poll(search).toBe(`?record=${first.seq}`);
    expect(await page.title()).toBe(`Record ${first.seq} · Paystage`);
    await head.getByRole('button', { name: 'Edit and resend' }).press('Enter');
    await expect.poll(search).toBe(`?view=resend&record=${first.seq}`);
    expect(await page.title()).toBe(`Edit and resend record ${first.seq} · Paystage`);
    await page.getByRole('region', { name: 'What is sent' }).waitFor();
    // The button is gone with its view; Tab goes on within the one that came.
    await expect.poll(() => page.evaluate(() => document.activeElement !== document.body)).toBe(true);
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.closest('main') !== null)).toBe(true);
    await page.goBack();
    await page.keyboard.press('p');
    await expect.poll(search).toBe(`?payment=${first.paymentId}`);
    await page.goBack();
    const before = stage.receiver.requests.length;
    await head.getByText('not acknowledged').waitFor();
    await page.keyboard.press('r');
    await page
      .getByRole('status')
      .filter({ hasText: /^Redelivered: / })
      .waitFor();
    expect(stage.receiver.requests).toHaveLength(before + 1);
    expect(stage.receiver.requests.at(-1)?.body).toEqual(stage.receiver.requests[0]?.body);
    await page.getByText('1 of 3 sent for this delivery').waitFor();
    await head.getByRole('button', { name: 'Save HAR' }).click();
    await page.keyboard.press('Escape');
    expect(search()).toBe(`?record=${first.seq}`);
    await page.keyboard.press('Escape');
    await page.getByRole('option').first().waitFor();
    expect(search()).toBe('');
    expect(second.number).toBe(2);
  });

  test('is opened from the details of a line, as is its payment', async () => {
    const [first] = await stage.deliverTwice();
    const { page, rows, details } = await openLivePage(await browser.newPage(), stage.harness.url);
    const line = rows.filter({ hasText: 'answered 500' }).first();
    await line.click();
    await details.getByRole('button', { name: 'Open', exact: true }).click();
    await expect.poll(() => new URL(page.url()).search).toBe(`?record=${first.seq}`);
    await page.goBack();
    await line.click();
    await details.getByRole('button', { name: 'Open payment' }).click();
    await expect.poll(() => new URL(page.url()).search).toBe(`?payment=${first.paymentId}`);
  });

  test('shows the facts of a record that is no exchange, and leads back from one that does not exist', async () => {
    await stage.deliverTwice();
    const created = (await stage.app.readRecords()).find(({ type }) => type === 'payment.created');
    const { page, head, request } = await stage.openExchange(created?.seq ?? 0);
    await head.getByRole('heading', { name: /^Payment \S+ created: 20\.00 USD/ }).waitFor();
    await page.getByRole('region', { name: 'Facts' }).getByText('Reference', { exact: true }).waitFor();
    expect(await request.count()).toBe(0);
    expect(await head.getByRole('button', { name: /Resend|Copy as|HAR/ }).count()).toBe(0);
    const missing = await stage.openExchange(999_999);
    await missing.page.getByRole('heading', { name: 'There is no record 999999.' }).waitFor();
    await missing.page.getByRole('button', { name: 'See the newest records' }).click();
    await missing.page.getByRole('option').first().waitFor();
  });

  test('says that an attempt got no answer', async () => {
    stage.receiver.replyNext({ behaviour: 'reset' });
    const id = await stage.app.createIntent('order-9');
    await actAsCustomer(stage.harness, id, { action: 'pay' });
    await stage.app.waitForDeliveries();
    const [first] = await stage.readAttempts(id);
    const { page, head, response } = await stage.openExchange(first?.seq ?? 0);
    await page.getByRole('heading', { name: 'Response' }).waitFor();
    await page.getByText('No answer was received.').waitFor();
    await head.getByRole('button', { name: 'Save HAR' }).waitFor();
    expect(await response.count()).toBe(0);
  });

  test('shows whatever came over the wire as text', async () => {
    stage.receiver.replyWith({ status: 204, headers: { 'X-Markup': '<b onclick="alert(1)">' } });
    stage.receiver.replyNext({ status: 500, headers: { 'X-Markup': '</pre><script>alert(1)</script>' }, body: MARKUP });
    const id = await stage.app.createIntent(MARKUP);
    await actAsCustomer(stage.harness, id, { action: 'pay' });
    await stage.app.waitForDeliveries();
    const [first, second] = await stage.readAttempts(id);
    const { page, response, problems } = await stage.openExchange(first?.seq ?? 0);
    await response.getByText('<script>alert(1)</script>').waitFor();
    await expect.poll(() => readCode(response, 'response body')).toContain('⟨U+202E⟩gnp.exe');
    await expect.poll(() => readCode(response, 'response body')).toContain('<img src=x');
    await page.goto(`${stage.harness.url}/?record=${second?.seq}&with=${first?.seq}`);
    await page.getByRole('region', { name: 'Response compared' }).locator('.cm-deletedChunk').getByText('<b>bold</b>').waitFor();
    expect(await page.locator('main img, main b, main script').count()).toBe(0);
    expect(problems).toEqual([]);
  });

  test('is read-only in a saved log, without a check that nobody could make', async () => {
    const [first] = await stage.deliverTwice();
    const log = await (await fetch(`${stage.harness.url}/_paystage/api/log`)).text();
    const { page, head, request, check, problems } = await stage.openExchange(first.seq);
    await check.waitFor();
    await page
      .getByLabel('Saved log')
      .setInputFiles({ name: 'saved.jsonl', mimeType: 'application/x-ndjson', buffer: Buffer.from(log) });
    await page
      .getByRole('banner')
      .getByText(/^Saved log saved\.jsonl, read-only$/)
      .first()
      .waitFor();
    const calls: string[] = [];
    page.on('request', (call) => calls.push(call.url()));
    await page.getByRole('option').filter({ hasText: 'answered 500' }).first().click();
    await page.keyboard.press('d');
    await head.getByText('not acknowledged').waitFor();
    await expect.poll(() => readCode(request, 'request body')).toContain('"externalid": "order-7"');
    expect(await check.count()).toBe(0);
    expect(await head.getByRole('button', { name: /resend/i }).count()).toBe(0);
    await head.getByRole('button', { name: 'Copy as cURL' }).waitFor();
    await page.keyboard.press('r');
    await page.keyboard.press('e');
    expect(new URL(page.url()).searchParams.get('record')).toBe(`${first.seq}`);
    expect(calls.filter((url) => url.includes('/_paystage/api/'))).toEqual([]);
    expect(problems).toEqual([]);
  });

  test('asks the stage for a record that the page no longer holds', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'paystage-exchange-'));
    try {
      await stage.harness.close();
      await stage.start({ dataDir: folder });
      const [first] = await stage.deliverTwice();
      const { log } = stage.harness.engine;
      for (let number = 1; number <= 100_100; number++)
        log.append('default', Date.now(), { type: 'harness.notice', level: 'info', code: 'test', message: `line ${number}` });
      const { page, head, request, check } = await stage.openExchange(first.seq);
      await head.getByText('not acknowledged').waitFor();
      await expect.poll(() => readCode(request, 'request body')).toContain('"externalid": "order-7"');
      await check.getByText('matches', { exact: true }).waitFor();
      await page.keyboard.press('Escape');
      await page.getByRole('option').first().waitFor();
      expect(await page.getByRole('option').filter({ hasText: 'answered 500' }).count()).toBe(0);
    } finally {
      await stage.harness.close();
      await rm(folder, { recursive: true, force: true });
    }
  });

  test.each([400, 1280])('stays within a page of %d pixels', async (width) => {
    const [first, second] = await stage.deliverTwice('order-'.repeat(30));
    const { page, request, response, check, problems } = await stage.openExchange(first.seq, { width, height: 720 });
    await check.waitFor();
    await expectNoSidewaysScroll(page);
    const [top, below] = [await request.boundingBox(), await response.boundingBox()];
    if (width === 400) expect(below?.y).toBeGreaterThan((top?.y ?? 0) + (top?.height ?? 0));
    await request.getByText('Hex', { exact: true }).click();
    await expectNoSidewaysScroll(page);
    await page.getByRole('button', { name: 'Save HAR' }).click();
    expect((await page.getByText('An HTTP archive, for the').boundingBox())?.x).toBeGreaterThanOrEqual(8);
    await page.goto(`${stage.harness.url}/?record=${second.seq}&with=${first.seq}`);
    await page.getByRole('region', { name: 'Response compared' }).waitFor();
    await expectNoSidewaysScroll(page);
    expect(problems).toEqual([]);
  });
});
