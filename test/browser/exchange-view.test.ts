import { createHash, createHmac } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Harness } from '../../server/index.js';
import type { AttemptFinished, LogRecord, RecordHead } from '../../server/protocol/records.js';
import { hmac, startVerifier } from '../diagnosis/verifying-receiver.js';
import { describeInBrowser } from '../support/chromium.js';
import { actAsCustomer, callControl, startHarness } from '../support/harness.js';
import { createReceiver, type Receiver } from '../support/receiver.js';
import { expectNoSidewaysScroll, openLivePage } from '../ui/live-page.js';
import { createPayingApp, type PayingApp } from '../ui/paying-app.js';

type Attempt = RecordHead & AttemptFinished;

const MARKUP = `<img src=x onerror="alert('img')"><b>bold</b> \u202egnp.exe`;
const REFUSAL = { status: 500, headers: { 'X-Twice': 'one', 'x-odd-CASE': 'kept' }, body: '{"error":"not yet","at":[1,2]}' };

describeInBrowser('the view of one exchange', (browser) => {
  let harness: Harness;
  let app: PayingApp;
  let receiver: Receiver;

  beforeEach(async () => {
    harness = await startHarness();
    app = await createPayingApp(harness.url);
    receiver = await createReceiver();
    await callControl(harness, 'PATCH', '/accounts/securepayapi', {
      webhookUrl: `${receiver.url}/hook`,
      retryScheduleMs: [1, 3_600_000],
    });
  });
  afterEach(async () => {
    await harness.close();
    await receiver.close();
  });

  const readAttempts = async (paymentId: string) =>
    (await app.readRecords()).filter(
      (record): record is Attempt => record.type === 'attempt.finished' && record.paymentId === paymentId,
    );

  /** The payment's first delivery: refused once, then taken. */
  async function deliverTwice(externalId = 'order-7'): Promise<[first: Attempt, second: Attempt]> {
    receiver.replyNext(REFUSAL);
    const id = await app.createIntent(externalId);
    await actAsCustomer(harness, id, { action: 'pay' });
    await app.waitForDeliveries();
    const [first, second] = (await readAttempts(id)).filter(({ deliveryId }, _, all) => deliveryId === all[0]?.deliveryId);
    if (!first || !second) throw new Error('the delivery was not made twice');
    return [first, second];
  }

  async function deliverEncrypted(): Promise<Attempt> {
    await callControl(harness, 'PATCH', '/accounts/secpaid', {
      paymentEndpoints: [receiver.url],
      webhookFormat: 'nested-json',
      isEncryption: true,
    });
    const id = await app.createLink('Order 8');
    await app.pay(id);
    await app.waitForDeliveries();
    const [attempt] = await readAttempts(id);
    if (!attempt) throw new Error('nothing was delivered');
    return attempt;
  }

  async function openExchange(seq: number, options: { with?: number; width?: number; height?: number } = {}) {
    const { with: other, ...size } = options;
    const path = `/?record=${seq}${other === undefined ? '' : `&with=${other}`}`;
    const live = await openLivePage(await browser.newPage(), harness.url, { height: 900, ...size, path });
    return { ...live, ...findParts(live.page) };
  }

  test('finds the cause of a refusal by probing, in one sentence, with the deliveries that tell', {
    timeout: 60_000,
  }, async () => {
    const dotted = await startVerifier(harness.env.SECUREPAYAPI_SECRET_KEY ?? '', {
      expect: ({ timestamp, body }, secret) => hmac(secret, timestamp, '.', body).digest('hex'),
    });
    await callControl(harness, 'PATCH', '/accounts/securepayapi', { webhookUrls: [dotted.url], retryScheduleMs: [] });
    const id = await app.createIntent('order-9');
    await actAsCustomer(harness, id, { action: 'pay' });
    await expect.poll(async () => (await readAttempts(id)).length).toBeGreaterThan(0);
    const [first] = await readAttempts(id);
    const { page, problems } = await openExchange(first?.seq ?? 0);
    const cause = page.getByRole('region', { name: 'Why your app refuses it' });
    await cause.getByRole('button', { name: 'Find the cause' }).click();
    await cause.getByText('Your app puts a dot between timestamp and body.').waitFor();
    await cause.getByText(/Sign the value of X-Timestamp as it stands/).waitFor();
    const telling = cause.getByRole('listitem').filter({ hasText: 'puts a dot between timestamp and body' });
    expect(await telling.textContent()).toMatch(/^204 right for a receiver that puts a dot/);
    await expectNoSidewaysScroll(page);
    await telling.getByRole('link').click();
    await page.getByRole('heading', { name: 'The check, step by step' }).waitFor();
    expect(problems).toEqual([]);

    // What was forged on purpose is refused rightly, and what is taken needs no cause.
    const forged = (await app.readRecords()).find(
      (record) => record.type === 'resend.finished' && record.note?.includes('another secret') === true,
    );
    await (await openExchange(forged?.seq ?? 0)).page.getByRole('heading', { name: 'The check, step by step' }).waitFor();
    expect(await page.getByRole('region', { name: 'Why your app refuses it' }).count()).toBe(0);
    await dotted.close();
  });

  test('shows what was asked and what was answered side by side, headers as they came', async () => {
    const [first] = await deliverTwice();
    const { head, request, response, problems } = await openExchange(first.seq);
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
    const [first] = await deliverTwice();
    const { page, request, response } = await openExchange(first.seq);
    await expect
      .poll(() => readCode(response, 'response body'))
      .toBe('{\n  "error": "not yet",\n  "at": [\n    1,\n    2\n  ]\n}');
    await response.getByText('Raw', { exact: true }).click();
    await expect.poll(() => readCode(response, 'response body')).toBe(REFUSAL.body);
    await response.getByText('Hex', { exact: true }).click();
    const hex = await page.getByRole('region', { name: 'response body as hex' }).textContent();
    expect(hex?.split('\n')[0]).toBe('00000000  7b 22 65 72 72 6f 72 22  3a 22 6e 6f 74 20 79 65  {"error":"not ye');
    await request.getByText('Raw', { exact: true }).click();
    await expect.poll(() => readCode(request, 'request body')).toBe(receiver.requests[0]?.body.toString());
  });

  test('explains the signature with the string, the bytes and the key that were really used', async () => {
    const [first] = await deliverTwice();
    const { check } = await openExchange(first.seq);
    await check.getByText('matches', { exact: true }).waitFor();
    const sent = receiver.requests[0];
    const key = app.env.SECUREPAYAPI_SECRET_KEY ?? '';
    const timestamp = sent?.header('x-timestamp') ?? '';
    const signed = Buffer.concat([Buffer.from(timestamp), sent?.body ?? Buffer.alloc(0)]);
    const read = (step: string) => check.getByRole('region', { name: step, exact: true }).textContent();
    expect(await read('String to sign')).toBe(signed.toString());
    expect(await read('Expected signature')).toBe(createHmac('sha256', key).update(signed).digest('hex'));
    expect(await read('Signature that was sent')).toBe(sent?.header('x-signature'));
    expect(await read('Key')).toBe(createHash('sha256').update(key).digest('hex').slice(0, 8));
    expect(await check.getByRole('list', { name: 'Bytes of string to sign' }).getByRole('listitem').allTextContents()).toEqual([
      `Bytes 0 to ${timestamp.length - 1}: Time`,
      `Bytes ${timestamp.length} to ${signed.length - 1}: Body, as sent`,
    ]);
    expect(await check.textContent()).not.toContain(key);
  });

  test('says where a signature went wrong, and anew when the key changes', async () => {
    const [, second] = await deliverTwice();
    const body = `${receiver.requests[0]?.body} `;
    const resend = await callControl<LogRecord>(harness, 'POST', `/deliveries/${second.deliveryId}/resend`, {
      body,
      signing: 'kept',
      basedOn: second.attemptId,
    });
    const { check } = await openExchange(resend.seq);
    await check.getByText('does not match', { exact: true }).waitFor();
    await check.getByText('The body was changed after it was signed', { exact: false }).first().waitFor();
    const other = await openExchange(second.seq);
    await other.check.getByText('matches', { exact: true }).waitFor();
    await callControl(harness, 'POST', '/accounts/securepayapi/keys/secretKey/rotate', {});
    await other.check.getByText('does not match', { exact: true }).waitFor();
  });

  test('shows an encrypted body before and after, and that nothing is signed', async () => {
    const attempt = await deliverEncrypted();
    const { request, check, problems } = await openExchange(attempt.seq);
    await expect.poll(() => readCode(request, 'request body')).toMatch(/^\{\s+"data":\s*"[\w+/=]+"\s+\}$/);
    await request.getByText('Before encryption').click();
    await expect.poll(() => readCode(request, 'request body before encryption')).toContain('"note": "Order 8"');
    await check.getByText('not signed', { exact: true }).waitFor();
    const decrypted = check.getByRole('region', { name: 'Decrypted payload' });
    expect(await decrypted.textContent()).toContain('"note":"Order 8"');
    expect(problems).toEqual([]);
  });

  test('compares two attempts: what went, what came, what stayed', async () => {
    const [first, second] = await deliverTwice();
    const { page, head, problems } = await openExchange(second.seq);
    await page.getByText('2 of 2 sent for this delivery').waitFor();
    await page.keyboard.press('c');
    await expect.poll(() => new URL(page.url()).search).toBe(`?record=${second.seq}&with=${first.seq}`);
    const response = page.getByRole('region', { name: 'Response compared' });
    const rows = (kind: string) => response.locator(`tr[data-kind=${kind}] th`).allTextContents();
    await response.getByText('Status 500').waitFor();
    await response.getByText('Status 204').waitFor();
    expect((await rows('removed')).map((name) => name.trim())).toEqual(expect.arrayContaining(['X-Twice', 'x-odd-CASE']));
    await response.locator('.cm-deletedChunk').getByText('"not yet"').waitFor();
    await page.getByRole('region', { name: 'Request compared' }).getByText('The same body in both').waitFor();
    await page.getByRole('button', { name: 'End the comparison' }).click();
    await page.getByRole('button', { name: 'Attempt before' }).click();
    await head.getByText('not acknowledged').waitFor();
    expect(new URL(page.url()).search).toBe(`?record=${first.seq}`);
    await page.getByRole('combobox', { name: 'Compare with' }).selectOption({ label: await nameOption(page, /^Attempt 2, /) });
    await response.getByText('Status 204').waitFor();
    expect(new URL(page.url()).search).toBe(`?record=${first.seq}&with=${second.seq}`);
    await page.goto(`${harness.url}/?record=${first.seq}&with=999999`);
    await page.getByText('There is nothing to compare with: There is no record 999999.').waitFor();
    expect(problems.filter((problem) => !problem.includes('404'))).toEqual([]);
  });

  test('shows a difference of blanks, which reading would hide and a signature would not', async () => {
    const [, second] = await deliverTwice();
    const text = String(receiver.requests[0]?.body).replace('{', '{ ');
    const resend = await callControl<LogRecord>(harness, 'POST', `/deliveries/${second.deliveryId}/resend`, {
      body: text,
      signing: 'fresh',
      basedOn: second.attemptId,
    });
    const { page } = await openExchange(resend.seq, { with: second.seq });
    const request = page.getByRole('region', { name: 'Request compared' });
    await request.getByText('Exactly as sent they differ').waitFor();
    await expect.poll(() => request.locator('.cm-changedLine').allTextContents()).toEqual([text]);
  });

  test('copies the request as commands that make it again', async () => {
    const [first] = await deliverTwice();
    const { page, head } = await openExchange(first.seq);
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    const copy = async (name: RegExp) => {
      const button = head.getByRole('button', { name });
      await button.click();
      await button.getByText('Copied').waitFor();
      return page.evaluate(() => navigator.clipboard.readText());
    };
    const sent = receiver.requests[0];
    const curl = await copy(/^Copy as cURL/);
    expect(curl.split(' \\\n  ')[0]).toBe(`curl --request 'POST' '${receiver.url}/hook'`);
    expect(curl).toContain(`--data-raw '${sent?.body}'`);
    expect(await copy(/^Copy as HTTPie/)).toContain(`X-Signature:${sent?.header('x-signature')}`);
    receiver.clear();
    const code = await copy(/^Copy as fetch/);
    await new Function(`return (async () => { ${code} })()`)();
    const [again] = await receiver.waitForRequests(1);
    expect(again?.body).toEqual(sent?.body);
    for (const name of ['content-type', 'x-timestamp', 'x-signature', 'user-agent'])
      expect(again?.header(name)).toBe(sent?.header(name));
  });

  test('saves one exchange and a whole payment as an HTTP archive', async () => {
    const [first] = await deliverTwice();
    const { page, head } = await openExchange(first.seq);
    const save = async (name: string) => {
      await head.getByRole('button', { name: 'Save HAR' }).click();
      const download = page.waitForEvent('download');
      await head.getByRole('button', { name }).click();
      const file = await download;
      return { name: file.suggestedFilename(), har: JSON.parse(await readFile(await file.path(), 'utf8')) };
    };
    const one = await save('Download this exchange');
    expect(one.name).toBe(`paystage-record-${first.seq}.har`);
    expect(one.har.log.version).toBe('1.2');
    expect(one.har.log.entries).toHaveLength(1);
    expect(one.har.log.entries[0]).toMatchObject({
      request: { method: 'POST', url: `${receiver.url}/hook`, postData: { text: String(receiver.requests[0]?.body) } },
      response: { status: 500, content: { text: REFUSAL.body } },
    });
    const all = await save('Download the payment');
    const statuses = all.har.log.entries.map((entry: { response: { status: number } }) => entry.response.status);
    expect(statuses[0]).toBe(200);
    expect(statuses).toHaveLength(1 + (await readAttempts(first.paymentId)).length);
    expect(JSON.stringify(all.har)).not.toContain(app.env.SECUREPAYAPI_SECRET_KEY);
  });

  test('is worked with by keyboard', async () => {
    const [first, second] = await deliverTwice();
    const { page, head } = await openExchange(first.seq);
    const search = () => new URL(page.url()).search;
    await head.getByText('not acknowledged').waitFor();
    await page.keyboard.press(']');
    await expect.poll(search).not.toBe(`?record=${first.seq}`);
    await page.keyboard.press('[');
    await expect.poll(search).toBe(`?record=${first.seq}`);
    await page.keyboard.press('e');
    await expect.poll(search).toBe(`?view=resend&record=${first.seq}`);
    await page.goBack();
    await page.keyboard.press('p');
    await expect.poll(search).toBe(`?payment=${first.paymentId}`);
    await page.goBack();
    const before = receiver.requests.length;
    await head.getByText('not acknowledged').waitFor();
    await page.keyboard.press('r');
    await page
      .getByRole('status')
      .filter({ hasText: /^Redelivered: / })
      .waitFor();
    expect(receiver.requests).toHaveLength(before + 1);
    expect(receiver.requests.at(-1)?.body).toEqual(receiver.requests[0]?.body);
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
    const [first] = await deliverTwice();
    const { page, rows, details } = await openLivePage(await browser.newPage(), harness.url);
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
    await deliverTwice();
    const created = (await app.readRecords()).find(({ type }) => type === 'payment.created');
    const { page, head, request } = await openExchange(created?.seq ?? 0);
    await head.getByRole('heading', { name: /^Payment \S+ created: 20\.00 USD/ }).waitFor();
    await page.getByRole('region', { name: 'Facts' }).getByText('Reference', { exact: true }).waitFor();
    expect(await request.count()).toBe(0);
    expect(await head.getByRole('button', { name: /Resend|Copy as|HAR/ }).count()).toBe(0);
    const missing = await openExchange(999_999);
    await missing.page.getByRole('heading', { name: 'There is no record 999999.' }).waitFor();
    await missing.page.getByRole('button', { name: 'See the newest records' }).click();
    await missing.page.getByRole('option').first().waitFor();
  });

  test('says that an attempt got no answer', async () => {
    receiver.replyNext({ behaviour: 'reset' });
    const id = await app.createIntent('order-9');
    await actAsCustomer(harness, id, { action: 'pay' });
    await app.waitForDeliveries();
    const [first] = await readAttempts(id);
    const { page, head, response } = await openExchange(first?.seq ?? 0);
    await page.getByRole('heading', { name: 'Response' }).waitFor();
    await page.getByText('No answer was received.').waitFor();
    await head.getByRole('button', { name: 'Save HAR' }).waitFor();
    expect(await response.count()).toBe(0);
  });

  test('shows whatever came over the wire as text', async () => {
    receiver.replyWith({ status: 204, headers: { 'X-Markup': '<b onclick="alert(1)">' } });
    receiver.replyNext({ status: 500, headers: { 'X-Markup': '</pre><script>alert(1)</script>' }, body: MARKUP });
    const id = await app.createIntent(MARKUP);
    await actAsCustomer(harness, id, { action: 'pay' });
    await app.waitForDeliveries();
    const [first, second] = await readAttempts(id);
    const { page, response, problems } = await openExchange(first?.seq ?? 0);
    await response.getByText('<script>alert(1)</script>').waitFor();
    await expect.poll(() => readCode(response, 'response body')).toContain('⟨U+202E⟩gnp.exe');
    await expect.poll(() => readCode(response, 'response body')).toContain('<img src=x');
    await page.goto(`${harness.url}/?record=${second?.seq}&with=${first?.seq}`);
    await page.getByRole('region', { name: 'Response compared' }).locator('.cm-deletedChunk').getByText('<b>bold</b>').waitFor();
    expect(await page.locator('main img, main b, main script').count()).toBe(0);
    expect(problems).toEqual([]);
  });

  test('is read-only in a saved log, without a check that nobody could make', async () => {
    const [first] = await deliverTwice();
    const log = await (await fetch(`${harness.url}/_paystage/api/log`)).text();
    const { page, head, request, check, problems } = await openExchange(first.seq);
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
      await harness.close();
      harness = await startHarness({ dataDir: folder });
      app = await createPayingApp(harness.url);
      await callControl(harness, 'PATCH', '/accounts/securepayapi', {
        webhookUrl: `${receiver.url}/hook`,
        retryScheduleMs: [1, 3_600_000],
      });
      const [first] = await deliverTwice();
      const { log } = harness.engine;
      for (let number = 1; number <= 100_100; number++)
        log.append('default', Date.now(), { type: 'harness.notice', level: 'info', code: 'test', message: `line ${number}` });
      const { page, head, request, check } = await openExchange(first.seq);
      await head.getByText('not acknowledged').waitFor();
      await expect.poll(() => readCode(request, 'request body')).toContain('"externalid": "order-7"');
      await check.getByText('matches', { exact: true }).waitFor();
      await page.keyboard.press('Escape');
      await page.getByRole('option').first().waitFor();
      expect(await page.getByRole('option').filter({ hasText: 'answered 500' }).count()).toBe(0);
    } finally {
      await harness.close();
      await rm(folder, { recursive: true, force: true });
    }
  }, 60_000);

  test.each([400, 1280])('stays within a page of %d pixels', async (width) => {
    const [first, second] = await deliverTwice('order-'.repeat(30));
    const { page, request, response, check, problems } = await openExchange(first.seq, { width, height: 720 });
    await check.waitFor();
    await expectNoSidewaysScroll(page);
    const [top, below] = [await request.boundingBox(), await response.boundingBox()];
    if (width === 400) expect(below?.y).toBeGreaterThan((top?.y ?? 0) + (top?.height ?? 0));
    await request.getByText('Hex', { exact: true }).click();
    await expectNoSidewaysScroll(page);
    await page.goto(`${harness.url}/?record=${second.seq}&with=${first.seq}`);
    await page.getByRole('region', { name: 'Response compared' }).waitFor();
    await expectNoSidewaysScroll(page);
    expect(problems).toEqual([]);
  });
});

function findParts(page: Page): { head: Locator; request: Locator; response: Locator; check: Locator } {
  return {
    head: page.getByRole('region', { name: 'Exchange', exact: true }),
    request: page.getByRole('region', { name: 'Request', exact: true }),
    response: page.getByRole('region', { name: 'Response', exact: true }),
    check: page.getByRole('region', { name: 'The check, step by step' }),
  };
}

/** The lines of a body, as the editor shows them; empty while it is not there yet. */
async function readCode(pane: Locator, label: string): Promise<string> {
  const lines = pane.getByLabel(label, { exact: true }).and(pane.locator('.cm-content')).locator('.cm-line');
  return (await lines.allTextContents()).join('\n');
}

async function nameOption(page: Page, name: RegExp): Promise<string> {
  const options = await page.getByRole('combobox', { name: 'Compare with' }).locator('option').allTextContents();
  return options.find((option) => name.test(option)) ?? '';
}
