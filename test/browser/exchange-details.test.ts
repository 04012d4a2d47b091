import { createDecipheriv, createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Harness } from '../../server/index.js';
import type { AttemptFinished, LogRecord, RecordHead } from '../../server/protocol/records.js';
import { describeInBrowser } from '../support/chromium.js';
import { actAsCustomer, callControl, startHarness } from '../support/harness.js';
import { createReceiver, type Receiver } from '../support/receiver.js';
import { runProcess } from '../support/run-process.js';
import { expectNoSidewaysScroll, openLivePage, pressUntil } from '../ui/live-page.js';
import { createPayingApp, type PayingApp } from '../ui/paying-app.js';

type Attempt = RecordHead & AttemptFinished;
type OpenOptions = { with?: number; width?: number; colorScheme?: 'light' | 'dark' };

const MARKUP = `<img src=x onerror="alert('img')"> \u202egnp.exe`;
const SHOWN_MARKUP = MARKUP.replace('\u202e', '⟨U+202E⟩');

const hash = (bytes: string | Buffer) => createHash('sha256').update(bytes).digest('hex');

describeInBrowser('the exchanges of a payment', (browser) => {
  let harness: Harness;
  let app: PayingApp;
  let receiver: Receiver;
  let key: string;

  beforeEach(async () => {
    harness = await startHarness();
    app = await createPayingApp(harness.url);
    receiver = await createReceiver();
    await callControl(harness, 'PATCH', '/accounts/secpaid', {
      paymentEndpoints: [`${receiver.url}/it's/$HOME?shop=1&x=2`],
      webhookFormat: 'nested-json',
      isEncryption: true,
      retryScheduleMs: [1, 3_600_000],
    });
    const revealed = await callControl<{ keys: Record<string, string> }>(harness, 'POST', '/accounts/secpaid/reveal');
    key = revealed.keys.encryptionKey ?? '';
  });
  afterEach(async () => {
    await harness.close();
    await receiver.close();
  });

  /** Two attempts of one event: the first is refused. */
  async function deliverTwice(note = 'Order 8'): Promise<[first: Attempt, second: Attempt, records: LogRecord[]]> {
    receiver.replyNext({ status: 503 });
    await app.pay(await app.createLink(note));
    const records = await app.waitForDeliveries();
    const [first, second] = records.filter((record): record is Attempt => record.type === 'attempt.finished');
    if (!first || !second) throw new Error('the delivery was not made twice');
    return [first, second, records];
  }

  async function openExchange(seq: number, { with: other, ...options }: OpenOptions = {}) {
    const path = `/?record=${seq}${other === undefined ? '' : `&with=${other}`}`;
    const live = await openLivePage(await browser.newPage(), harness.url, { height: 900, ...options, path });
    return { ...live, ...findParts(live.page) };
  }

  test('are explained by what was really sent: ciphertext, fingerprints and the payload that comes out', async () => {
    const [first] = await deliverTwice();
    const { check } = await openExchange(first.seq);
    const body = receiver.requests[0]?.body ?? Buffer.alloc(0);
    const ciphertext = String(JSON.parse(body.toString()).data);
    const decipher = createDecipheriv('aes-256-cbc', key, key.slice(0, 16));
    const plain = decipher.update(ciphertext, 'base64', 'utf8') + decipher.final('utf8');
    expect(JSON.parse(plain)).toMatchObject({ data: { note: 'Order 8' } });
    const read = (step: string) => check.getByRole('region', { name: step, exact: true }).textContent();
    expect(await read('Encrypted payload')).toBe(ciphertext);
    expect(await read('Decrypted payload')).toBe(plain);
    expect(await read('Key')).toBe(hash(key).slice(0, 8));
    expect(await read('Body')).toBe(hash(body).slice(0, 16));
    expect(await check.textContent()).not.toContain(key);
    expect(await check.getByRole('listitem').filter({ hasText: 'What your app must do' }).textContent()).toContain(
      'getPayInTransactions',
    );
  });

  test('are compared as they were before encryption', async () => {
    const [first] = await deliverTwice('Order 8');
    receiver.clear();
    await app.pay(await app.createLink('Order 9'));
    const records = await app.waitForDeliveries();
    const other = records.findLast((record) => record.type === 'attempt.finished');
    const { page } = await openExchange(other?.seq ?? 0, { with: first.seq });
    const request = page.getByRole('region', { name: 'Request compared' });
    await request.getByText('before encryption').waitFor();
    await request.locator('.cm-deletedChunk').getByText('Order 8').waitFor();
    await request.locator('.cm-changedLine').getByText('Order 9').waitFor();
  });

  test('come again, byte for byte, when the copied curl is run', async (context) => {
    await runProcess('curl', ['--version'], '').catch(() => context.skip());
    const [first] = await deliverTwice(`it's $HOME \`id\` @/etc/passwd`);
    const { page, head } = await openExchange(first.seq);
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await pressUntil(head.getByRole('button', { name: /^Copy as cURL/ }), head, 'Copied');
    const command = await page.evaluate(() => navigator.clipboard.readText());
    const [sent] = receiver.requests.slice();
    receiver.clear();
    await runProcess('/bin/sh', [], command);
    const [again] = await receiver.waitForRequests(1);
    expect([again?.method, again?.url, again?.body]).toEqual([sent?.method, sent?.url, sent?.body]);
    for (const [name, value] of sent?.headers ?? []) if (!/^connection$/i.test(name)) expect(again?.header(name)).toBe(value);
  });

  test('are found by the record of their start too, and by the call that the app made', async () => {
    const [first, , records] = await deliverTwice();
    const start = records.find((record) => record.type === 'attempt.started' && record.attemptId === first.attemptId);
    const { page, head, request, response } = await openExchange(start?.seq ?? 0);
    await head.getByText('not acknowledged').waitFor();
    await response.getByText('Status 503').waitFor();
    const call = records.find((record) => record.type === 'api.called');
    await page.goto(`${harness.url}/?record=${call?.seq}`);
    await request.getByText(/^POST .*\/api\/v2\/createLink$/).waitFor();
    const token = app.env.SECPAID_TOKEN ?? '';
    await request.getByText(`…${token.slice(-4)}`).waitFor();
    expect(await page.content()).not.toContain(token);
    // What the app asked is not signed by anybody.
    expect(await page.getByRole('region', { name: 'The check, step by step' }).count()).toBe(0);
    await head.getByRole('button', { name: 'Copy as cURL' }).waitFor();
    expect(await head.getByRole('button', { name: /resend/i }).count()).toBe(0);
  });

  test('say in the archive why nobody answered', async () => {
    receiver.replyNext({ behaviour: 'reset' });
    await app.pay(await app.createLink('Order 8'));
    const records = await app.waitForDeliveries();
    const first = records.find((record): record is Attempt => record.type === 'attempt.finished');
    const { page, head, response } = await openExchange(first?.seq ?? 0);
    await page.getByText('No answer was received.').waitFor();
    expect(await response.count()).toBe(0);
    const download = page.waitForEvent('download');
    await head.getByRole('button', { name: /HAR$/ }).click();
    await head.getByRole('button', { name: 'Download this exchange' }).click();
    const { log } = JSON.parse(await readFile(await (await download).path(), 'utf8'));
    expect(log.entries).toHaveLength(1);
    expect(log.entries[0]).toMatchObject({
      request: { bodySize: receiver.requests[0]?.body.length, postData: { text: receiver.requests[0]?.body.toString() } },
      response: { status: 0, headers: [], bodySize: -1, _error: expect.stringContaining('connection') },
    });
  });

  test.each([
    ['light', 400],
    ['dark', 400],
    ['dark', 1_280],
  ] as const)('fit the page in %s on %i pixels, with markup as text on both sides', async (colorScheme, width) => {
    receiver.replyWith({ status: 204, headers: { 'X-Note': '<b>bold</b>' } });
    receiver.replyNext({ status: 503, headers: { 'X-Note': '<script>alert(1)</script>' }, body: MARKUP });
    await callControl(harness, 'PATCH', '/accounts/secpaid', { isEncryption: false });
    const id = await app.createLink(MARKUP);
    await actAsCustomer(harness, id, { action: 'pay' });
    const attempts = (await app.waitForDeliveries()).filter((record) => record.type === 'attempt.finished');
    const [first, second] = attempts;
    const { page, check, request, problems } = await openExchange(first?.seq ?? 0, { colorScheme, width });
    await check.waitFor();
    await request.getByText(SHOWN_MARKUP.slice(-16)).first().waitFor();
    await expectNoSidewaysScroll(page);
    expect(await findHiddenOverflow(page)).toBe(0);
    const back = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const [level = 0] = back.match(/\d+/g)?.map(Number) ?? [];
    expect(level < 128).toBe(colorScheme === 'dark');
    await page.goto(`${harness.url}/?record=${second?.seq}&with=${first?.seq}`);
    await page.getByRole('region', { name: 'Response compared' }).getByText('<script>alert(1)</script>').waitFor();
    await page.getByRole('region', { name: 'Response compared' }).locator('.cm-deletedChunk').getByText('⟨U+202E⟩').waitFor();
    await expectNoSidewaysScroll(page);
    expect(await findHiddenOverflow(page)).toBe(0);
    expect(await page.locator('main').locator('img, b, script').count()).toBe(0);
    expect(problems).toEqual([]);
  });
});

function findParts(page: Page) {
  return {
    head: page.getByRole('region', { name: 'Exchange', exact: true }),
    request: page.getByRole('region', { name: 'Request', exact: true }),
    response: page.getByRole('region', { name: 'Response', exact: true }),
    check: page.getByRole('region', { name: 'The check, step by step' }),
  };
}

/** The view scrolls by itself, so what is too wide does not show in the document. */
function findHiddenOverflow(page: Page): Promise<number> {
  return page.getByRole('main').evaluate((main) => main.scrollWidth - main.clientWidth);
}
